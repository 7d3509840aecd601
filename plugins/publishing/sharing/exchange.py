"""To another repository and back: where it is, what lies there, what it answers. Its words are German where it is a server of ours; git's own are put into German here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from ...records.problems import shorten
from ...site.settings import Refusal
from ..git import GitError, commit_of, git, line, names, push
from ..refs import BRANCHES, HEAD, Ref, short, tracking
from .clone import Clone

REMOTE = "fraktion.wohin"  # the setting of git that remembers an answer


class Answer(Struct, frozen=True):
    done: bool
    said: str  # by the other side
    here: tuple[str, ...] = ()  # by git and its hooks on this machine


class Other:
    """The repository that is published to."""

    def __init__(self, clone: Clone, name: str, branch: str):
        self.clone, self.name, self.branch = clone, name, branch

    @property
    def url(self) -> str:
        return line(self.clone.repo, "remote", "get-url", self.name)

    @property
    def ref(self) -> Ref:
        return tracking(self.name, self.branch)

    @property
    def tip(self) -> str:
        """Of its branch as it was fetched last; "" where there is none."""
        return commit_of(self.clone.repo, self.ref)

    @property
    def ours(self) -> bool:
        """A server of this program, by the name of its repository."""
        return self.url.rstrip("/").removesuffix(".git").endswith("/site")

    def fetch(self) -> str:
        """What lies there now. Raises Refusal where nobody answers."""
        try:
            git(self.clone.repo, "fetch", "--quiet", "--no-tags", self.name, f"+{BRANCHES}{self.branch}:{self.ref}")
        except GitError as error:
            if "find remote ref" in str(error):  # nobody has published yet
                return ""
            raise Refusal(
                f"{self.spoken} ist gerade nicht zu erreichen ({reason(str(error))}). Es ist nichts verloren. Wenn die Verbindung wieder da ist, noch einmal: fraktion hochladen"
            ) from None
        return self.tip

    def push(self, commit: str, options: Sequence[str], tell: Callable[[str], None]) -> Answer:
        """The commit as its branch; what the other side says is passed on line by line."""
        ref = Ref(f"{BRANCHES}{self.branch}")
        here = Ref(line(self.clone.repo, "symbolic-ref", "--quiet", HEAD))
        if commit_of(self.clone.repo, here) != commit:
            raise Refusal(
                "Während des Hochladens hat hier noch etwas anderes den Zweig geändert. Bitte noch einmal: fraktion hochladen"
            )
        said: list[str] = []

        def hear(text: str) -> None:
            said.append(text)
            tell(text)

        done, rest = push(
            self.clone.repo,
            self.clone.root,
            [word for option in options for word in ("--push-option", option)],
            self.name,
            self.refspec(here, ref),
            hear,
        )
        return Answer(done, "\n".join(said), tuple(rest))

    def refspec(self, here: Ref, there: Ref) -> str:
        """A pattern is matched with whole names, while of a single one git would ask what else there ends like it (git-push, <refspec>)."""
        alone = here == there and not any(
            ref.startswith(here) and ref != here for ref in names(self.clone.repo, "refs/heads")
        )
        return f"{here}*:{there}*" if alone else f"{here}:{there}"

    @property
    def spoken(self) -> str:
        """As a sentence begins with it: nothing of a name or a password in the address."""
        url = self.url
        host = (
            urlsplit(url).hostname
            if "://" in url
            else url.partition(":")[0].rpartition("@")[2]
            if ":" in url and not url.startswith("/")
            else ""
        )
        return f"„{shorten(host, 80)}“" if host else f"„{self.name}“"

    def log_address(self) -> str:
        """Where a forge shows what became of a push; "" where nobody knows."""
        url = self.url
        if url.startswith(("https://", "http://", "ssh://")):
            parts = urlsplit(url)
            host, path = parts.hostname or "", parts.path
        elif "@" in url and ":" in url:
            host, _, path = url.rpartition("@")[2].partition(":")
        else:
            return ""
        path = path.strip("/").removesuffix(".git")
        return f"https://{host}/{path}/{'-/pipelines' if 'gitlab' in host else 'actions'}" if host and path else ""


def other_of(clone: Clone, branch: Ref, ask: Callable[[list[str]], str], *, remember: bool = True) -> Other | None:
    """Where to: what was said once, else what the branch follows, else the only one. None: there is none."""
    names = line(clone.repo, "remote").split()
    remembered = clone.told(REMOTE)
    followed, merged = clone.told(f"branch.{short(branch)}.remote"), clone.told(f"branch.{short(branch)}.merge")
    if (
        remembered in names and remembered != followed
    ):  # as after a clone of the program, which the branch still follows
        return Other(clone, remembered, short(branch))
    if followed in names and merged.startswith(BRANCHES):
        return Other(clone, followed, short(merged))
    if len(names) == 1:
        return Other(clone, names[0], short(branch))
    if names and remembered not in names:
        remembered = ask(names)
        if remembered not in names:
            raise Refusal(
                f"Hier sind mehrere Ziele bekannt: {', '.join(names)}. Bitte eines nennen, es wird gemerkt: fraktion hochladen --wohin {names[0]}"
            )
        if remember:
            clone.tell(REMOTE, remembered)
    return Other(clone, remembered, short(branch)) if names else None


def reason(text: str) -> str:
    """Git's English for what most often goes wrong, in German."""
    for sign, words in (
        ("Could not resolve host", "kein Netz, oder der Name des Rechners stimmt nicht"),
        ("Name or service not known", "kein Netz, oder der Name des Rechners stimmt nicht"),
        ("Permission denied", "der Zugang fehlt: Der Schlüssel ist dort nicht bekannt"),
        ("Authentication failed", "die Anmeldung wurde abgelehnt"),
        ("could not read Username", "die Anmeldung fehlt"),
        ("does not appear to be a git repository", "dort liegt kein Repository"),
        ("not found", "das Repository gibt es dort nicht"),
        ("Connection refused", "dort antwortet niemand"),
        ("timed out", "dort antwortet niemand"),
        ("Could not read from remote repository", "kein Netz, kein Zugang oder kein Repository"),
        ("Host key verification failed", "der Rechner ist hier noch nicht bekannt; einmal von Hand verbinden: ssh"),
    ):
        if sign in text:
            return words
    return shorten(text, 160)
