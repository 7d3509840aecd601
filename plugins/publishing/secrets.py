"""What must never be published or stored: join links, keys, tokens, passwords, lists of people.

Searched in every new object of a push, so also in a commit that a later one takes back: what git stores, everybody who
clones can read (decision 27). The finding never repeats the secret.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from ..records.exact import EXACT
from ..records.guard import exact_values, hide, join_addresses
from ..records.inside import texts
from ..records.problems import shorten
from ..site.private import known_secrets
from .git import ZERO, git, line, stream

BINARY = 8000  # bytes that are looked at for a zero byte, as git does
ADDRESSES = 15  # different ones in a table, a list or a mailbox; a page of ours names a handful
IN_TEXTS = 40  # the same in a Markdown text: minutes and letters name more


class Rule(Struct, frozen=True):
    """`needle` stands in every match, in small letters, and is looked for first; `where`: names of the files it holds for."""

    what: str
    needle: bytes
    pattern: re.Pattern[bytes]
    where: re.Pattern[str] | None = None


class Finding(Struct, frozen=True, order=True):
    path: str  # "" in a commit message
    line: int  # 0 where the file itself is meant
    what: str
    commits: tuple[str, ...] = ()  # short ids

    def __str__(self) -> str:
        place = shorten(self.path) + (f":{self.line}" if self.line else "") if self.path else "Commit-Nachricht"
        return f"{place}: {self.what}" + (f" (Commit {', '.join(self.commits)})" if self.commits else "")


def rule(what: str, needle: str, pattern: str, where: str = "") -> Rule:
    return Rule(what, needle.encode(), re.compile(pattern.encode(), re.IGNORECASE if where else 0), re.compile(where) if where else None)


# One table. An expression has bounded parts, so that no line takes long; those with `where` take no heed of capitals.
VALUE = r"[\"']?(?=[^\s\"'#]{0,80}\d)(?=[^\s\"'#]{0,80}[A-Za-z])[^\s\"'#,;<>{}()\[\]$%]{8,80}"  # letters and digits: no word, no variable
PLAIN = r"\.(?:md|ya?ml|toml|ini|cfg|conf|json|txt|csv|sh|properties|xml)$|(?:^|/)\.[\w.-]+$"
RULES = (
    rule("Das ist ein geheimer Schlüssel.", "private key", r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----"),
    rule("Das ist ein geheimer Schlüssel (PuTTY).", "putty-user-key-file", r"PuTTY-User-Key-File-\d: "),
    rule("Das ist ein geheimer Schlüssel (age).", "age-secret-key-", r"AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{20,}"),
    rule("Das ist ein Zugangsschlüssel von GitHub.", "gh", r"\bgh[pousr]_[A-Za-z0-9]{36,255}\b"),
    rule("Das ist ein Zugangsschlüssel von GitHub.", "github_pat_", r"\bgithub_pat_\w{50,255}\b"),
    rule("Das ist ein Zugangsschlüssel von GitLab.", "gl", r"\bgl(?:pat|dt|rt|ptt|cbt|soat)-[\w-]{20,60}"),
    rule("Das ist ein Zugangsschlüssel von Amazon (AWS).", "ak", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    rule("Das ist ein Zugangsschlüssel von Google.", "aiza", r"\bAIza[\w-]{35}\b"),
    rule("Das ist ein Zugangsschlüssel von Slack.", "xox", r"\bxox[abeoprs]-[\w-]{10,100}"),
    rule("Das ist ein Zugangsschlüssel von npm.", "npm_", r"\bnpm_[A-Za-z0-9]{36}\b"),
    rule("Das ist ein Zugangsschlüssel von PyPI.", "pypi-ageichlwa", r"\bpypi-AgEIcHlwaS5vcmc[\w-]{50,}"),
    rule("Das ist ein Zugangsschlüssel (JWT).", "eyj", r"\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000}"),
    rule("Das ist ein Zugangsschlüssel (Forgejo, Gitea, Codeberg).", "tok", r"(?:gitea|forgejo|codeberg)[^\n]{0,40}token[^\n]{0,12}?\b[0-9a-f]{40}\b", PLAIN),
    rule("In dieser Adresse steht ein Passwort.", "://", r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@\"'<>\[\](){}]{1,60}:(?!(?:passwor[dt]|pass|geheim|xxx+|\*+|\.+|…)@)[^\s/:@\"'<>\[\](){}$]{3,100}@[\w.-]{3,100}", "."),
    rule("Das ist ein Passwort oder Zugangsschlüssel.", "", rf"^[ \t]*(?:- )?[\w.-]{{0,30}}(?:passwor[dt]|passwd|kennwort|passcode|kenncode|secret_?key|api_?key|access_?token|auth_?token|zugangscode)[ \t]{{0,5}}[:=][ \t]{{0,5}}{VALUE}", PLAIN),
    rule("Das sind Einwahldaten einer Videokonferenz.", "meeting", r"\bmeeting[ -]?(?:id|kennnummer|nummer)[ \t*:]{1,6}\d{3}[ -]?\d{3,4}[ -]?\d{3,4}\b", PLAIN),
    rule("Das sind Einwahldaten einer Telefonkonferenz.", "pin", r"\b(?:einwahl|zugangs|konferenz|teilnehmer)[\w-]{0,15}[ -]?pin[ \t*:]{1,6}\d{4,12}\b", PLAIN),
    rule("Das ist eine private Telefonnummer; Personen haben hier keine.", "", r"^[ \t-]*(?:telefon|tel|handy|mobil\w{0,10}|rufnummer|festnetz)(?:_?(?:privat|nummer|dienstlich))?[ \t]{0,5}:[ \t]{0,5}[\"']?[+0(](?:[\d ()/.-]|–){5,25}", r"^content/(?!fraktion\.ya?ml$).+\.(?:md|ya?ml)$"),
)  # fmt: skip

NAMES = (
    (re.compile(r"(?:^|/)\.env(?!\.(?:example|sample|dist|template|beispiel)$)(?:\.[\w-]+)?$"), "In solchen Dateien stehen Zugangsdaten (.env)."),
    (re.compile(r"(?:^|/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$|\.(?:key|ppk|p12|pfx|jks|keystore)$", re.IGNORECASE), "Das ist der Name einer Datei mit einem geheimen Schlüssel."),
    (re.compile(r"\.(?:kdbx?|psafe3|1pux|agilekeychain)$", re.IGNORECASE), "Das ist ein Passwortspeicher."),
    (re.compile(r"(?:^|/)(?:\.netrc|_netrc|\.pgpass|\.htpasswd|\.git-credentials|credentials\.json|rclone\.conf)$"), "In solchen Dateien stehen Zugangsdaten."),
    (re.compile(r"\.(?:mbox|mbx|eml|emlx|msg|pst|ost|dbx)$|(?:^|/)(?:mbox|maildir)$", re.IGNORECASE), "Das sind Mails; sie gehören nicht in die Website."),
    (re.compile(r"\.vcf$", re.IGNORECASE), "Das ist ein Adressbuch."),
    (re.compile(r"(?:^|/)(?:einladungen|anfragen|teilnehmende|verteiler|mailverteiler|adressliste)[\w-]{0,20}\.(?:csv|tsv|xlsx?|ods)$", re.IGNORECASE), "Das ist dem Namen nach eine Liste von Menschen."),
)
MAIL = re.compile(rb"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
LISTS = re.compile(r"\.(?:csv|tsv|txt|json|xml|ya?ml|html?|ldif|ods|vcf)$", re.IGNORECASE)
ABOUT = "content/fraktion.yaml"  # names the hosts, for the guard
INVENTED = ("tests/",)  # of the program, which only those with the right to it can push: links here are made up to be found
OWN = re.compile(rb"(?:[@.]|^)example\.(?:org|com|net|de)$|\.(?:example|invalid|test)$", re.IGNORECASE)  # RFC 2606: nobody's


def find_secrets(path: str, data: bytes, blocked: Sequence[str] = ()) -> Iterator[Finding]:
    """In a file's name and content; `path` is "" for a commit message. `blocked`: the group's own conference hosts."""
    for pattern, what in NAMES:
        if pattern.search(path):
            yield Finding(path, 0, what)
    binary = b"\0" in data[:BINARY]
    low = data.lower()
    for each in RULES[:3] if binary else RULES:
        if each.needle in low and (each.where is None or each.where.search(path or "nachricht.md")):
            for match in re.finditer(each.pattern.pattern, data, each.pattern.flags | re.MULTILINE):
                yield Finding(path, data.count(b"\n", 0, match.start()) + 1, each.what)
    if not path.startswith(INVENTED):
        yield from ways_in(path, data, [entry for entry in blocked if path != ABOUT or entry.startswith(EXACT)], binary)
    if binary:
        return
    most = IN_TEXTS if path.endswith(".md") else ADDRESSES if LISTS.search(path) else 0
    if most and data.count(b"@") >= most:
        people = {address.lower() for address in MAIL.findall(data) if not OWN.search(address)}
        if len(people) >= most:
            yield Finding(path, 0, f"Hier stehen {len(people)} Mailadressen; das sieht nach einer Liste von Menschen aus.")


def ways_in(path: str, data: bytes, blocked: Sequence[str], binary: bool) -> Iterator[Finding]:
    """A conference's link or number, in a file's name, its text, or the text inside it."""
    for text in (path, *(texts(data) if binary else (data,))):
        for number, found in join_addresses(text, blocked):
            yield Finding(path, 0 if text is path or binary else number, f"Das ist der Einwahllink einer Videokonferenz („{hide(found)}“); er ist nie öffentlich.")
        if any(entry.startswith(EXACT) for entry in blocked):
            for number, kind in exact_values(text, blocked):
                yield Finding(path, 0 if text is path or binary else number, f"Hier steht {kind} aus der privaten Datei mit den Einwahldaten.")


def scan(repo: Path, new: Iterable[str], known: Sequence[str], largest: int, refs: Iterable[str] = ()) -> list[Finding]:
    """Everything secret in the objects that these commits bring. `known`: what is there already, as git rev-list takes it.

    A file of more than `largest` bytes is looked at by its name only. `refs`: names of the branches and tags.
    """
    tips = [commit for commit in new if commit != ZERO]
    if not tips:
        return []
    rows = git(repo, "rev-list", "--objects", *tips, "--not", *known)
    names: dict[str, list[str]] = defaultdict(list)
    for row in rows.split(b"\n"):
        oid, _, name = row.partition(b" ")
        if oid:
            names[oid.decode()].append(name.decode("utf-8", "replace"))
    blocked = (*blocked_hosts(repo, tips), *known_secrets(repo.parent / "content"))
    found = [Finding("Name des Zweigs", 0, hit.what) for ref in refs for hit in ways_in("", ref.encode("utf-8", "surrogateescape"), blocked, binary=False)]
    for oid, kind, data in stream(repo, list(names), largest):
        for path in [""] if kind in ("commit", "tag") else names[oid] if kind == "blob" else ():
            text = data.partition(b"\n\n")[2] if kind != "blob" else data
            hits = list(find_secrets(path, text, blocked))
            commits = (oid[:9],) if kind == "commit" else tuple(line(repo, "log", "--format=%h", "-3", f"--find-object={oid}", *tips, "--not", *known).split()) if hits else ()
            found += [Finding(hit.path, hit.line, hit.what, commits) for hit in hits]
    return sorted(set(found))


def blocked_hosts(repo: Path, commits: Iterable[str]) -> tuple[str, ...]:
    """The group's own conference hosts, as these commits name them (content/fraktion.yaml, gesperrte_adressen)."""
    hosts: set[str] = set()
    for commit in commits:
        text = line(repo, "show", f"{commit}:{ABOUT}")
        rows = re.search(r"^gesperrte_adressen:[ \t]*\n((?:[ \t]*- .*\n?)+)", text + "\n", re.MULTILINE)
        hosts |= {host.strip(" \t\"'") for host in re.findall(r"- *(.+)", rows[1])} if rows else set()
    return tuple(sorted(host for host in hosts if not OWN.search(host.encode())))


UNDO = """\
So verschwindet es, bevor es jemand sieht, im Ordner der Website:
  1. git reset --soft {base}
     (Die Texte bleiben, wie sie sind; nur die Commits seither gehen.{more})
  2. das Genannte entfernen, dann git add -A
  3. git commit -m "…"
  4. git push
Was schon anderswo lag (GitHub, Codeberg, eine Mail), gilt als bekannt: bitte das Passwort, den Schlüssel oder den Link ändern."""


USUAL = ("origin/main", "\n     Heißt der Server hier nicht origin, dann mit seinem Namen; ihn zeigt: git remote")


def refusal(found: Sequence[Finding], base: str = "") -> str:
    """All findings, and the way to undo them. `base`: up to where all is well, if that is known; the server does not know what it is called."""
    many = [str(finding) for finding in found[:20]]
    if len(found) > 20:
        many.append(f"… und {len(found) - 20} weitere")
    return "\n".join([*many, "", UNDO.format(base=base or USUAL[0], more="" if base else USUAL[1])])
