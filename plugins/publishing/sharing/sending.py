"""`fraktion hochladen`, step by step: check, show, commit, fetch, join, push, and wait until it is public. Killed anywhere, the same command goes on.

Each step leaves what was typed as it is, and can be begun again: a commit is made beside the branch and put in its place in one
step; what others did is laid into the files only after it is known what becomes of them, and a note says until when.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence

from msgspec import Struct, field

from ...press.write import write
from ...records.german import counted
from ...records.problems import Problem, as_text, errors, shorten
from ...site.settings import Refusal
from ..examine import LARGEST
from ..git import commit_of, line
from ..secrets import scan
from . import redirecting, showing
from .addresses import REDIRECTS, Comparison, Differences, Text
from .clone import CONTENT, FILE, Clone, Entry, Tree
from .exchange import Other
from .joining import MINE, THEIRS, Clash, join

TRIES = 6  # times that somebody may publish in between
RULES = {REDIRECTS: redirecting.joined}
LAST = "fraktion-zuletzt.json"  # in the repository's folder: the last upload from here, to be taken back


class Wishes(Struct, kw_only=True):
    """What was said on the command line."""

    sentence: str = ""
    yes: bool = False
    mine: list[str] = field(default_factory=list)  # paths whose own version counts; "" for all
    theirs: list[str] = field(default_factory=list)
    despite: bool = False  # whatever readers of feeds would notice
    vanish: bool = False  # addresses may answer 404
    reason: str = ""  # why something was deleted


class Desk(Struct):
    """How to speak with whoever uploads. `ask` gives "" where nobody can be asked."""

    say: Callable[[str], None]
    ask: Callable[[str], str]
    asking: bool


class Sent(Struct):
    """What came of it."""

    commit: str = ""  # that is there now; "" where there was nothing to do
    said: str = ""  # by the other side
    taken_back: str = ""


class Upload:
    """`check` looks at content/ as it lies here, as a public build would."""

    def __init__(
        self,
        clone: Clone,
        other: Other | None,
        wishes: Wishes,
        desk: Desk,
        check: Callable[[], list[Problem]],
        today: dt.date,
        program: str,
    ):
        self.clone, self.other, self.wishes, self.desk, self.check, self.today, self.program = (
            clone,
            other,
            wishes,
            desk,
            check,
            today,
            program,
        )
        self.said = ""
        self.shown = False

    def run(self) -> Sent:
        clone = self.clone
        self.go_on()
        before = clone.head
        theirs = self.other.fetch() if self.other else ""
        self.tend_addresses(theirs)
        self.refuse_problems("Es wurde nichts hochgeladen.")
        for _ in range(TRIES):
            theirs = self.other.tip if self.other else ""
            tree = clone.as_it_lies(clone.head)
            if tree == tree_of(clone, clone.head) and theirs and is_ancestor(clone, clone.head, theirs):
                return self.caught_up(theirs)
            if not self.other and tree == tree_of(clone, clone.head):
                return Sent()
            self.bring_together(tree, theirs)
            if self.mend():
                continue
            if not self.other:
                return Sent(clone.head)
            answer = self.other.push(
                clone.head,
                [*(["trotzdem"] if self.wishes.despite else []), *(["verschwindet"] if self.wishes.vanish else [])]
                if self.other.ours
                else [],
                self.desk.say,
            )
            if answer.done:
                self.remember(theirs, clone.head)
                return Sent(clone.head, answer.said)
            if self.other.fetch() == theirs:
                self.tell_refusal(answer.said, answer.here, before)
            self.desk.say("Inzwischen hat jemand anderes hochgeladen; das kommt jetzt dazu.")
        raise Refusal(
            "Immer wieder war jemand anderes schneller. Es ist nichts verloren; bitte gleich noch einmal: fraktion hochladen"
        )

    # ------------------------------------------------------------------------------- before anything is done

    def go_on(self) -> None:
        """Finish what an earlier run had begun to lay into the files."""
        noted, _ = self.clone.noted(), self.clone.branch  # which refuses where git is in the middle of something
        old, new = noted.get("von", ""), noted.get("nach", "")
        if (
            old
            and new
            and commit_of(self.clone.repo, old)
            and commit_of(self.clone.repo, new)
            and self.clone.head == old
        ):
            self.settle(old, new)
        self.clone.note()

    def tend_addresses(self, theirs: str) -> None:
        """What was renamed or deleted here since the last common state leaves a line behind."""
        clone = self.clone
        base = clone.tree(common(clone, clone.head, theirs) if self.other else clone.head)
        self.mend()
        found = redirecting.todo(base, clone.tree(clone.as_it_lies(clone.head)), clone.read, self.today)
        for text in redirecting.write_all(clone, found, self.wishes.vanish):
            self.desk.say(text)
        if found.deleted and not self.wishes.vanish:
            for text in found.deleted:
                redirecting.write_deleted(clone, base, text, self.today, self.reason(text))
            told = [f"  {text.address}  {shorten(text.title, 80)}" for text in found.deleted[: showing.MOST]]
            if any(text.path.startswith(redirecting.PERSONS) for text in found.deleted):
                told.append("Von Personen steht dort kein Name; in der Adresse kommt er noch vor.")
            ways = f"Soll nichts davon bleiben: die Datei wieder löschen, dann {self.program} hochladen --verschwindet"
            self.desk.say("\n".join(["Gelöscht; unter der Adresse steht jetzt, dass es den Text gab:", *told, ways]))

    def mend(self) -> bool:
        """Two renamed a text at once: what leads to a name that nobody took leads to the text."""
        clone = self.clone
        tree = clone.tree(clone.as_it_lies(clone.head)) if clone.head else {}
        found = redirecting.dead(tree, clone.read, self.today)
        moves = {old: now for old, new in found.items() if (now := redirecting.now_at(clone, tree, new))}
        if not moves:
            return False
        file = clone.root / REDIRECTS
        before = file.read_bytes()
        redirecting.write_moves(clone, moves)
        return file.read_bytes() != before

    def reason(self, text: Text) -> str:
        """Why it was deleted, for all to read; of a person nobody is asked."""
        if self.wishes.reason or text.path.startswith(redirecting.PERSONS):
            return self.wishes.reason
        return self.desk.ask(
            f"„{shorten(text.title, 80)}“ ist gelöscht. Die Seite sagt das ab jetzt, mit dem Grund, wenn einer dasteht. Warum? [ohne Grund] "
        )

    def refuse_problems(self, ending: str) -> None:
        problems = self.check()
        if errors(problems):
            raise Refusal(
                f"{as_text(problems)}{ending} Bitte die genannten Stellen ändern, dann noch einmal: {self.program} hochladen"
            )

    def caught_up(self, theirs: str) -> Sent:
        """Nothing of our own."""
        clone = self.clone
        if clone.head != theirs:
            old = clone.head
            self.settle(old, theirs)
            self.desk.say(
                "Geholt, was andere hochgeladen haben:\n"
                + "\n".join(showing.rows(self.differences(clone.tree(old), clone.tree(theirs))))
            )
        return Sent()

    # ------------------------------------------------------------------------------- one of both

    def bring_together(self, tree: str, theirs: str) -> None:
        """Our own commit, and with it what others published. Afterwards the branch, and the files here, are what is to be public."""
        clone = self.clone
        head, base = clone.head, common(clone, clone.head, theirs) if theirs else ""
        ours, others = clone.tree(tree), clone.tree(theirs if self.other else head)
        joined = self.joined(clone.tree(base), ours, others, base, theirs) if theirs and base != theirs else dict(ours)
        files = self.stored(joined, ours, others)
        differences = self.differences(others, files)
        sentence = self.sentence(differences, tree != tree_of(clone, head), bool(others))
        mine = self.own_commit(tree, head, base, sentence)
        merged = mine
        if theirs and not is_ancestor(clone, theirs, mine):
            whole = clone.grow(
                tree,
                {path: files.get(path) for path in ours.keys() | files.keys() if ours.get(path) != files.get(path)},
            )
            merged = clone.commit(
                whole,
                [mine, theirs],
                f"Zusammengeführt mit: {line(clone.repo, 'log', '-1', '--no-merges', '--format=%s', theirs)}",
            )
        if mine != head:
            clone.note(schritt="festhalten")
            clone.move(clone.branch, mine, head)
            clone.tidy_index(mine)
        if merged != mine:
            self.settle(mine, merged)
            if self.mend():
                return
            self.refuse_problems(
                "Was andere hochgeladen haben, ist jetzt hier dabei; zusammen passt es noch nicht. Es wurde noch nichts hochgeladen."
            )
        clone.note()

    def settle(self, old: str, new: str) -> None:
        """Bring the files here, and the branch, from one commit to another. What was written meanwhile stays, joined with it where that is certain.

        A run that was killed here is gone on with: files that are as the new commit has them have been laid out already.
        """
        clone = self.clone
        clone.note(von=old, nach=new)
        before, after, paths = clone.tree(old), clone.tree(new), clone.differing(old, new)
        lies = clone.as_it_lies(old, [path for path in paths if not path.startswith(f"{CONTENT}/")])
        here = clone.tree(lies)
        written = {path: entry for path, entry in here.items() if path not in paths or entry != after.get(path)}
        written |= {path: before[path] for path in paths if path in before and here.get(path) == after.get(path)}
        joined = self.stored(self.joined(before, written, after, old, new), written, after)
        clone.lay_out(
            lies,
            clone.grow(
                lies,
                {path: joined.get(path) for path in here.keys() | joined.keys() if here.get(path) != joined.get(path)},
            ),
        )
        clone.move(clone.branch, new, old)
        clone.tidy_index(new)
        clone.note()

    def stored(self, files: dict[str, Entry | bytes], *modes: Tree) -> dict[str, Entry]:
        """With what is new as git's objects."""
        return {
            path: entry
            if isinstance(entry, Entry)
            else Entry(next((tree[path].mode for tree in modes if path in tree), FILE), self.clone.put(entry))
            for path, entry in files.items()
        }

    def joined(self, base: Tree, ours: Tree, others: Tree, base_commit: str, theirs: str) -> dict[str, Entry | bytes]:
        """Both, or a Refusal that shows where nobody can be certain."""
        chosen: dict[str, str] = {}
        while True:
            found = join(base, ours, others, self.clone.read, chosen, RULES)
            if not found.clashes:
                if chosen:
                    self.keep_apart(ours, [path for path, side in chosen.items() if side == THEIRS])
                return found.files
            clash = found.clashes[0]
            side = (
                MINE
                if {clash.path, ""} & set(self.wishes.mine)
                else THEIRS
                if {clash.path, ""} & set(self.wishes.theirs)
                else ""
            )
            if not side:
                self.desk.say(showing.clash(clash, self.clone, base_commit, theirs))
                answer = self.desk.ask(
                    "Was soll gelten, wo beides nicht geht? m = das Eigene, a = das Andere, Enter = abbrechen: "
                ).casefold()
                side = MINE if answer.startswith("m") else THEIRS if answer.startswith("a") else ""
            if not side or clash.path in chosen:
                raise Refusal(self.stuck(found.clashes if not self.desk.asking else [clash]))
            chosen[clash.path] = side

    def stuck(self, clashes: Sequence[Clash]) -> str:
        told = [] if self.desk.asking else [showing.clash(clash, self.clone, "", "") for clash in clashes[1:]]
        first = clashes[0].path
        return "\n".join(
            [
                *told,
                "Es wurde nichts hochgeladen und nichts verändert. So geht es weiter:",
                "  Soll beides hinein: das Andere hier in den eigenen Text übernehmen; danach gilt der eigene:",
                f"    {self.program} hochladen --meine {first}",
                f"  Soll das Andere gelten: {self.program} hochladen --andere {first}",
            ]
        )

    def keep_apart(self, ours: Tree, paths: Sequence[str]) -> None:
        """What somebody wrote here and did not want is still kept where it can be found."""
        for path in paths:
            if path in ours:
                kept = self.clone.root / ".cache" / "nicht-hochgeladen" / path.removeprefix(f"{CONTENT}/")
                kept.parent.mkdir(parents=True, exist_ok=True)
                write(kept, self.clone.read(ours[path]))
                self.desk.say(f"Die eigene Fassung von {path} liegt noch in {kept.relative_to(self.clone.root)}")

    def own_commit(self, tree: str, head: str, base: str, sentence: str) -> str:
        """What lies here as a commit, in which nothing secret stands; the branch is not moved yet."""
        clone = self.clone
        known = [f"--remotes={self.other.name}"] if self.other else []
        mine = clone.commit(tree, [head] if head else [], sentence) if tree != tree_of(clone, head) else head
        found = scan(clone.repo, [mine], known, LARGEST)
        if (
            found
            and base
            and not scan(clone.repo, [once := clone.commit(tree, [base], sentence or "Texte")], known, LARGEST)
        ):
            self.desk.say(
                "In einem früheren Schritt, der noch nicht hochgeladen ist, stand etwas, das niemand sehen soll. Die Schritte sind jetzt einer, ohne diese Stelle."
            )
            return once
        if found:
            raise Refusal(
                "\n".join(
                    [
                        *map(str, found[:20]),
                        "",
                        "Es wurde nichts hochgeladen; nichts hat diesen Rechner verlassen. Bitte die genannten Stellen entfernen, dann noch einmal: "
                        + f"{self.program} hochladen",
                        "Was schon anderswo lag (GitHub, Codeberg, eine Mail), gilt als bekannt: bitte das Passwort, den Schlüssel oder den Link ändern.",
                    ]
                )
            )
        return mine

    # ------------------------------------------------------------------------------- what is shown and asked

    def differences(self, before: Tree, after: Tree) -> Differences:
        return Comparison(before, after, self.clone.read, self.today).differences()

    def sentence(self, found: Differences, asked: bool, published: bool) -> str:
        """Show what changes for visitors; ask for a sentence and by it whether to go on."""
        desk, wishes = self.desk, self.wishes
        if not self.shown:
            desk.say(
                "\n".join(
                    [
                        "Das ändert sich öffentlich:" if published else "Das wird öffentlich:",
                        *(showing.rows(found) or ["  an den Texten nichts"]),
                    ]
                )
            )
            if rest := self.clone.elsewhere():
                desk.say(
                    f"Außerdem geändert, bleibt aber hier: {', '.join(shorten(path, 80) for path in rest[:5])}{f' und {len(rest) - 5} weitere' if len(rest) > 5 else ''}. Hochgeladen wird nur {CONTENT}/."
                )
        if found.gone and not wishes.vanish and not self.shown:
            question = f"{counted(len(found.gone), 'Adresse führt', 'Adressen führen')} danach ins Leere. Ist das so gewollt? [j/N] "
            if not desk.ask(question).casefold().startswith("j"):
                raise Refusal(
                    f"Es wurde nichts hochgeladen. Sollen diese Adressen verschwinden: {self.program} hochladen --verschwindet"
                )
            wishes.vanish = True
        proposal = showing.sentence(found)
        if not self.shown and not wishes.yes:
            if not desk.asking and not wishes.sentence:
                raise Refusal(
                    f'Hier kann niemand gefragt werden. Bitte den Satz dazuschreiben: {self.program} hochladen --satz "{proposal}"'
                )
            if desk.asking:
                answer = desk.ask(
                    f"Ein Satz dazu, er bleibt in der Geschichte (n = abbrechen) [{wishes.sentence or proposal}]: "
                    if asked
                    else "Hochladen? [J/n] "
                )
                if answer.casefold() in ("n", "nein"):
                    raise Refusal("Es wurde nichts hochgeladen und nichts verändert.")
                wishes.sentence = answer if asked and answer else wishes.sentence
        self.shown = True
        return wishes.sentence or proposal

    def tell_refusal(self, said: str, here: Sequence[str], before: str) -> None:
        own = [
            text
            for text in here
            if not text.startswith(("To ", "!", "error:", "hint:", "fatal:", "Done", "=", " ", "*", "+"))
        ]
        why = next((text for text in here if text.startswith(("fatal:", "error:", "!"))), "")
        lines = [
            *own,
            *(
                []
                if said or own
                else [f"{self.other.spoken} hat nicht angenommen, was hochgeladen werden sollte: {shorten(why, 200)}"]
            ),
        ]
        lines.append(
            f"Es ist noch nichts öffentlich. Der Text ist hier festgehalten; nach dem Ändern genügt: {self.program} hochladen"
        )
        if "trotzdem" in said:
            lines.append(f"Ist es so gewollt, was die Feeds betrifft: {self.program} hochladen --trotzdem")
        raise Refusal("\n".join(lines))

    # ------------------------------------------------------------------------------- to be taken back

    def remember(self, before: str, after: str) -> None:
        write(
            self.clone.repo / LAST,
            json.dumps(
                {"vorher": before, "nachher": after, "satz": line(self.clone.repo, "log", "-1", "--format=%s", after)}
            ).encode(),
        )

    def take_back(self) -> str:
        """Undo the last upload from here, as a new commit; what came since stays. Gives its sentence."""
        clone = self.clone
        self.go_on()
        try:
            last = json.loads((clone.repo / LAST).read_bytes())
            before, after = str(last["vorher"]), str(last["nachher"])
        except (OSError, ValueError, KeyError, TypeError):
            raise Refusal("Von hier aus wurde noch nichts hochgeladen, das sich zurücknehmen ließe.") from None
        if not before or not commit_of(clone.repo, before) or not commit_of(clone.repo, after):
            raise Refusal("Das war das erste Hochladen; davor war nichts, wohin es zurückginge.")
        head = clone.head
        if clone.as_it_lies(head) != tree_of(clone, head):
            raise Refusal(
                f"Hier ist seitdem weitergeschrieben worden. Bitte erst das hochladen ({self.program} hochladen), dann zurücknehmen."
            )
        found = join(
            only_content(clone.tree(after)),
            only_content(clone.tree(head)),
            only_content(clone.tree(before)),
            clone.read,
            rules=RULES,
        )
        if found.clashes:
            raise Refusal(
                "\n".join(
                    [
                        "Das lässt sich nicht mehr von selbst zurücknehmen; seitdem wurde daran weitergeschrieben:",
                        *(f"  {clash.path}" for clash in found.clashes[:10]),
                        "Bitte von Hand ändern.",
                    ]
                )
            )
        here = only_content(clone.tree(head))
        files = self.stored(found.files, here)
        tree = clone.grow(
            head, {path: files.get(path) for path in here.keys() | files.keys() if here.get(path) != files.get(path)}
        )
        sentence = f"Zurückgenommen: {last.get('satz') or 'die letzte Änderung'}"
        self.settle(head, clone.commit(tree, [head], sentence))
        self.wishes.vanish, self.wishes.despite, self.wishes.sentence = True, True, sentence
        return sentence


def only_content(tree: Tree) -> dict[str, Entry]:
    return {path: entry for path, entry in tree.items() if path.startswith(f"{CONTENT}/")}


def tree_of(clone: Clone, commit: str) -> str:
    return line(clone.repo, "rev-parse", "--verify", "--quiet", f"{commit}^{{tree}}") if commit else ""


def common(clone: Clone, ours: str, theirs: str) -> str:
    return line(clone.repo, "merge-base", ours, theirs) if ours and theirs else ""


def is_ancestor(clone: Clone, old: str, new: str) -> bool:
    return bool(old) and common(clone, old, new) == old


__all__ = ["Desk", "Sent", "Upload", "Wishes"]
