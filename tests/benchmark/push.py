"""How long a push takes until nginx answers with the new text, paired with a full build by Hugo.

make bench-push              1.000 Anträge, fünf Runden
make bench-push N=10000      die Zeile der Tabelle
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from ..builders import ABOUT
from ..publishing.servers import free_port, get, nginx
from ..publishing.world import PROGRAM, World
from .__main__ import option
from .corpus import TODAY, Corpus, load_generator, motion_text
from .sites import CACHE, ROOT, group_files, installed, peer


class Measured(World):
    """A server with the peers' corpus."""

    def __init__(self, folder: Path, corpus: Corpus, port: int):
        self.corpus = corpus
        super().__init__(folder, port=str(port))

    def make_project(self) -> None:
        project, root = self.project, self.project.root
        project.patience = 3600  # the first push builds and squeezes every file
        for path, text in group_files(self.corpus.generator).items():
            project.write(f"content/{path}", text)
        project.write("content/fraktion.yaml", ABOUT.replace("beispiel: ja", "beispiel: nein"))
        for head, body in self.corpus.motions:
            project.write(f"content/antraege/{head['slug']}.md", motion_text(head, body))
        for name in PROGRAM:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(
                source, root / name, **({"ignore": shutil.ignore_patterns("__pycache__")} if source.is_dir() else {})
            )
        with (root / "pelicanconf.py").open("a", encoding="utf-8") as settings:
            settings.write(f'\nHEUTE = "{TODAY}"  # after the last result of the corpus\n')
        project.git("init", "--quiet", "-b", "main")
        project.commit("Anfang")


def main() -> None:
    generator, hugo = load_generator(), installed("hugo")
    if not generator or not hugo or not shutil.which("nginx"):
        print("Kein Vergleich: Es fehlt ../shared/bench, Hugo oder nginx.")
        return
    count, runs = int(option("N", "1000")[0]), int(option("RUNS", "5")[0])
    (CACHE / "work").mkdir(parents=True, exist_ok=True)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(dir=CACHE / "work") as folder:
        work, corpus, port = Path(folder), Corpus(generator, count), free_port()
        other = peer("hugo", work / "hugo", generator, hugo[0])
        for head, body in corpus.motions:
            other.write(head, body)
        world = Measured(work / "wir", corpus, port)
        begun = time.monotonic()
        said = world.project.push()
        first = time.monotonic() - begun
        assert said.done, said.text
        with nginx(world.place.root, port):
            rows = [race(world, other, corpus, port, number) for number in range(runs)]
    files = int(re.search(r"([\d.]+) Dateien", said.text)[1].replace(".", ""))
    ratios = [ours / theirs for ours, theirs in rows]
    result = {
        "n": count,
        "what": "push",
        "tool": "git push",
        "peer": "hugo",
        "wall": statistics.median(ours for ours, _ in rows),
        "wall_ratio": statistics.median(ratios),
        "wall_ratio_min": min(ratios),
        "wall_ratio_max": max(ratios),
        "first": first,
        "files": files,
    }
    (CACHE / "push.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(
        f"{count} Anträge, {files} Dateien; ein Text geändert, von git push bis zur Antwort von nginx: {result['wall']:.2f} s, {result['wall_ratio']:.3f} ({min(ratios):.3f}–{max(ratios):.3f}) von Hugos Bau ({statistics.median(theirs for _, theirs in rows):.2f} s). Der erste Push: {first:.1f} s."
    )


def race(world: Measured, other, corpus: Corpus, port: int, number: int) -> tuple[float, float]:
    """Seconds of one push until nginx answers with it, and of Hugo's build of the same edit."""
    [(head, body)] = corpus.edit("edit").written
    world.project.write(
        f"content/antraege/{head['slug']}.md", motion_text(head, f"{body}\n\nRunde {number} am Abend.\n")
    )
    world.project.commit(f"Runde {number}")
    world.wait_for_spare()
    os.sync()
    begun = time.monotonic()
    assert world.project.push().done
    while f"Runde {number} am Abend." not in get(port, f"/antraege/{head['slug']}/").body.decode():
        time.sleep(0.005)
    ours = time.monotonic() - begun
    world.wait_for_spare()  # what a push leaves to be done afterwards is done: nobody pushes twice in the same second
    other.write(head, body)
    return ours, other.build(later=True).wall


if __name__ == "__main__":
    main()
