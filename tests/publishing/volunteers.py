"""Two volunteers with a clone each, who write, rename, delete and upload at once, and are interrupted: real git, real files."""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from plugins.publishing import git as door
from plugins.publishing.sharing import clone as clones
from plugins.publishing.sharing import sending, showing
from plugins.publishing.sharing.clone import Clone
from plugins.publishing.sharing.exchange import Other
from plugins.publishing.sharing.sending import Desk, Upload, Wishes
from plugins.site.content import read_site
from plugins.site.settings import Refusal, Settings, from_mapping

from ..builders import BASE, OWN, ROOT, TODAY
from .world import ENVIRONMENT, MOTION, SIGNS, Checkout

TOKEN = re.compile(r"Wort\d+x")


class Killed(BaseException):
    """The process is gone."""


class Killer:
    """Ends whatever runs at the n-th step that touches the disk, before or after it."""

    def __init__(self, at: int, after: bool):
        self.left, self.after = at, after

    def around(self, step: Callable) -> Callable:
        def called(*arguments, **named):
            self.left -= 1
            if self.left == 0 and not self.after:
                raise Killed
            result = step(*arguments, **named)
            if self.left == 0:
                raise Killed
            return result

        return called


class Volunteer:
    def __init__(self, name: str, root: Path, dice: random.Random, numbers):
        self.name, self.checkout, self.dice, self.numbers = name, Checkout(root), dice, numbers
        self.root = root
        self.excused: set[str] = set()  # words that somebody took out or decided against
        self.said: list[str] = []
        self.written: list[str] = []

    # ------------------------------------------------------------------------------- what they do to their files

    def word(self) -> str:
        self.written.append(f"Wort{next(self.numbers)}x")
        return self.written[-1]

    def motions(self) -> list[Path]:
        return sorted(
            path
            for path in (self.root / "content/antraege").glob("*.md")
            if "geloescht_am" not in path.read_text("utf-8")
        )

    def deed(self) -> None:
        deeds = (
            [self.insert] * 4
            + [self.replace] * 2
            + [self.listed] * 2
            + [self.new, self.rename, self.rename, self.delete, self.head]
        )
        self.dice.choice(deeds)()

    def body(self, path: Path) -> tuple[list[str], int]:
        lines = path.read_text("utf-8").split("\n")
        return lines, lines.index("## Beschlussvorschlag") + 2

    def insert(self) -> None:
        if texts := self.motions():
            path = self.dice.choice(texts)
            lines, start = self.body(path)
            at = self.dice.randint(start, len(lines))
            lines[at:at] = ["", f"Hier kommt {self.word()} dazu.", ""]
            path.write_text("\n".join(lines), "utf-8")

    def replace(self) -> None:
        if texts := self.motions():
            path = self.dice.choice(texts)
            lines, start = self.body(path)
            spoken = [number for number in range(start, len(lines)) if lines[number].strip()]
            at = self.dice.choice(spoken)
            self.excused |= set(TOKEN.findall(lines[at]))
            lines[at] = f"Statt dessen steht {self.word()} da."
            path.write_text("\n".join(lines), "utf-8")

    def head(self) -> None:
        if texts := self.motions():
            path = self.dice.choice(texts)
            text = path.read_text("utf-8")
            self.excused |= set(TOKEN.findall(re.search(r"titel: .*", text)[0]))
            path.write_text(re.sub(r"titel: .*", f"titel: Über {self.word()}", text, count=1), "utf-8")

    def listed(self) -> None:
        path = self.root / "content" / self.dice.choice(["themen.yaml", "orte.yaml"])
        path.write_text(path.read_text("utf-8") + f"- name: {self.word()}\n", "utf-8")

    def new(self) -> None:
        uid = "".join(self.dice.choice(SIGNS) for _ in range(6))
        self.checkout.write(
            f"content/antraege/2024-{self.dice.randint(1, 12):02}-{uid}.md",
            MOTION.format(uid=uid, title=f"Neu {self.word()}", text="Es wird etwas getan."),
        )

    def rename(self) -> None:
        if texts := self.motions():
            path = self.dice.choice(texts)
            path.rename(path.with_name(f"{path.stem[:7]}-{self.dice.choice('abcdefgh')}{next(self.numbers)}.md"))

    def delete(self) -> None:
        texts = self.motions()
        if len(texts) > 2:
            path = self.dice.choice(texts)
            self.excused |= set(TOKEN.findall(path.read_text("utf-8")))
            path.unlink()

    # ------------------------------------------------------------------------------- how they upload

    def answer(self, question: str) -> str:
        if "Was soll gelten" in question:
            side = self.dice.choice("ma")
            lost = "dort" if side == "m" else "hier"
            shown, here = self.said[-1], ""
            if "gelöscht" in shown or "umbenannt" in shown or "keine Textdatei" in shown:
                self.excused |= {"*" + shown.split(":")[0]}
            for line in shown.split("\n")[1:]:
                here = line[2:9].strip() or here
                if here == lost:
                    self.excused |= set(TOKEN.findall(line))
            return side
        if "ins Leere" in question:
            return "j"
        if self.dice.random() < 0.1:
            self.insert()  # somebody goes on writing while a question waits
        return ""

    def upload(self, killer: Killer | None = None) -> bool:
        """False: refused, with a sentence. Killed is killed."""
        settings = settings_of(self.root)

        def check() -> list:
            return read_site(
                settings.content, settings.today, settings.public, private=settings.private, council=settings.council
            )[1]

        def run() -> bool:
            clone = Clone(self.root)
            with clone.alone():
                Upload(
                    clone,
                    Other(clone, "origin", "main"),
                    Wishes(),
                    Desk(self.said.append, self.answer, True),
                    check,
                    TODAY,
                    "fraktion",
                ).run()
            return True

        try:
            if killer is None:
                with patch.object(showing, "LINES", 10**6):
                    return run()
            with (
                patch.object(showing, "LINES", 10**6),
                patch.object(door.subprocess, "run", killer.around(subprocess.run)),
                patch.object(clones, "write", killer.around(clones.write)),
                patch.object(Path, "unlink", killer.around(Path.unlink)),
            ):
                return run()
        except Refusal as refusal:
            self.said.append(str(refusal))
            return False
        except Killed:
            return False


def settings_of(root: Path) -> Settings:
    return from_mapping(
        {
            "SITEURL": "https://www.altental.test",
            "FEED_TAG": "www.altental.test,2026",
            "HEUTE": TODAY,
            "OEFFENTLICH": True,
            "THEME": str(ROOT / "theme"),
        },
        root,
    )


class Group:
    """Their common repository, and the two."""

    def __init__(self, folder: Path, seed: int):
        self.dice = random.Random(seed)
        self.bare = Checkout(folder / "gemeinsam.git")
        first = Checkout(folder / "anfang")
        for name, text in BASE.items():
            first.write(f"content/{name}", text)
        first.write("content/fraktion.yaml", OWN)
        for number in range(4):
            first.motion(f"2024-0{number + 1}-text", title=f"Text {number}")
        first.write(".gitignore", ".cache/\n")
        first.git("init", "--quiet", "-b", "main")
        first.commit("Anfang")
        self.call("clone", "--quiet", "--bare", str(first.root), str(self.bare.root))
        numbers = iter(range(1, 10**6))
        self.two = []
        for name in ("vera", "uta"):
            self.call("clone", "--quiet", str(self.bare.root), str(folder / name))
            self.two.append(Volunteer(name, folder / name, self.dice, numbers))

    @staticmethod
    def call(*arguments: str) -> None:
        subprocess.run(["git", *arguments], env=ENVIRONMENT, check=True, capture_output=True)

    def published(self) -> dict[str, str]:
        """Every text of the common main branch."""
        out = self.bare.git("ls-tree", "-r", "--name-only", "main", "--", "content").split("\n")
        return {path: self.bare.git("show", f"main:{path}") for path in out}

    def every_state(self) -> list[str]:
        """All that ever was published."""
        return self.bare.git("log", "--format=%H", "main").split("\n")


__all__ = ["Group", "Killed", "Killer", "Volunteer", "sending"]
