"""The guard: what must never be published or stored is found, however it is written, by everybody who looks: check, build, push, hook.

What may come in: any bytes, from anybody. Texts are looked through here; documents (PDF, Office, archives) in a process of
their own (`documents.py`). The rules are one table (`rules.py`); a group adds its own conference hosts in
content/fraktion.yaml; where the private file is, the exact values in it (`exact.py`) are rules too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from .dress import HIDDEN, TAG_BYTES, Dress, clean, decoded, dresses
from .exact import EXACT, hits
from .frontmatter import read_list, read_source
from .inside import is_document
from .nodes import Mapping, Scalar, Sequence
from .problems import Problem, problem
from .rules import CONFERENCE, NAMES, RULES, SECRET, Rule, compiled, own_host

ALLOWED = "!"  # begins an entry among the blocked ones that is no host, but a value that a head allows
PRIVATE = "private"
LONGEST_HOST = 200
HOST_ENDS = re.compile(rb"\.[\da-z\x80-\xff][\w.\x80-\xff-]{0,80}(?::\d{0,9})?[/\\]")
RARE = (
    b"\xc2\xaa",
    b"\xc2\xba",
    b"\xcc",
    b"\xcd",
    b"\xd8",
    b"\xd9",
    b"\xdb",
    b"\xdc",
    b"\xe0",
    b"\xe1",
    b"\xe2\x80\x8b",
    b"\xe2\x80\x8c",
    b"\xe2\x80\x8d",
    b"\xe2\x80\x8e",
    b"\xe2\x80\x8f",
    b"\xe2\x80\xa4",
    b"\xe2\x80\xa8",
    b"\xe2\x80\xa9",
    b"\xe2\x80\xaa",
    b"\xe2\x80\xab",
    b"\xe2\x80\xac",
    b"\xe2\x80\xad",
    b"\xe2\x80\xae",
    b"\xe2\x81",
    b"\xe2\x84",
    b"\xe2\x85",
    b"\xe2\x88",
    b"\xe2\x91",
    b"\xe2\x92",
    b"\xe2\x93",
    b"\xe2\xa7",
    b"\xe3",
    b"\xea",
    b"\xef",
    b"\xf0",
    b"\xf3",
)  # one of them is in every sign of which `clean` makes a letter, a point, a slash or nothing; each is sought in no time
ASCII = bytes(range(128))
BEGINS = re.compile(rb"[\w:/]+")  # of an expression: its first signs, as they stand
SERVICES = (b"zoom", b"teams", b"webex", b"meet", b"jit", b"skype", b"alfaview", b"whereby", b"goto", b"bbb")
WHOLE = (b">", b"&gt;", b'"', b" ")  # a line with such an end, as nearly all have, is not asked
CLOSED = re.compile(
    rb"[:,]?(?:null|true|false|\d{1,20})?[\[\]{}]{1,20},?"
)  # how a row of JSON ends behind its last text: no address and no hint goes on across it
LINES = 4_000  # that are remembered
LONGEST_ALLOWED = 2_000  # characters of an address in a head
AROUND = 300  # characters before and after in which `Rule.unless` is sought
ENDS = ".,;:!?…)]}*_\"'“”"
ADDRESSES_IN_TABLES = 15  # different people's in a table, a list or a mailbox; a page of ours names a handful
ADDRESSES_IN_TEXTS = 40  # the same in a Markdown text: minutes and letters name more
MAIL = re.compile(rb"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
CODE = re.compile(r"\.(?:py|js|mjs|ts|sh|toml|cfg|ini|conf|css)$", re.IGNORECASE)  # an expression in it is no address
LISTS = re.compile(r"\.(?:csv|tsv|txt|json|xml|ya?ml|html?|ldif|ods|xlsx|vcf)$", re.IGNORECASE)
OWN = re.compile(
    rb"(?:[@.]|^)example\.(?:org|com|net|de)$|\.(?:example|invalid|test)$", re.IGNORECASE
)  # RFC 2606: nobody's


class Hit(Struct, frozen=True, order=True):
    """Something found. `value` is never shown whole: messages are logged and copied."""

    line: int  # 0 where the file itself is meant
    kind: str  # CONFERENCE, SECRET or PRIVATE
    what: str
    value: str = ""
    firm: bool = True  # no line in a head allows it


# ------------------------------------------------------------------------------------------ hints


def hosts_of(blocked: Iterable[str]) -> list[str]:
    return [
        host
        for host in (
            re.sub(r"^https?://", "", host).rstrip("/") for host in blocked if not host.startswith((EXACT, ALLOWED))
        )
        if host
    ]


@lru_cache(maxsize=8)
def own_rules(blocked: tuple[str, ...]) -> tuple[Rule, ...]:
    """A row for each host that the group blocks; what of it is sought first is its longest plain part."""
    return tuple(own_host(host, max(re.findall("[ -~]*", host.lower()), key=len)) for host in hosts_of(blocked))


class Hints:
    """What is looked for first, of many rows at once: it costs a fiftieth of their expressions."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        words = {hint: [rule for rule in rules if hint in rule.hint] for rule in rules for hint in rule.hint}
        self.in_hosts = [
            (hint[1:].encode(), rows) for hint, rows in words.items() if isinstance(hint, str) and hint.startswith("@")
        ]
        self.anywhere = [
            (hint.encode(), rows) for hint, rows in words.items() if isinstance(hint, str) and not hint.startswith("@")
        ]
        self.expressions = [
            (BEGINS.match(hint.pattern)[0], hint, rows) for hint, rows in words.items() if not isinstance(hint, str)
        ]

    def rows(self, low: bytes) -> list[Rule]:
        """The rows that may match in a text in small letters."""
        hosts = b" ".join(
            {
                low[max(0, found.start() - LONGEST_HOST) : found.end() - 1].rpartition(b"/")[2]
                for found in HOST_ENDS.finditer(low)
            }
        )
        found = [rows for hint, rows in self.anywhere if hint in low]
        if hosts:
            found += [rows for hint, rows in self.in_hosts if hint in hosts]
        found += [rows for begins, hint, rows in self.expressions if begins in low and hint.search(low)]
        return list({id(rule): rule for rows in found for rule in rows}.values()) if found else []


@lru_cache(maxsize=64)
def hints_of(blocked: tuple[str, ...], holding: tuple[bool, ...]) -> Hints:
    return Hints((*own_rules(blocked), *(rule for rule, holds in zip(RULES, holding, strict=True) if holds)))


def hints_for(path: str, blocked: tuple[str, ...]) -> Hints:
    """Those of the rows that hold for a file of this name."""
    return hints_of(blocked, tuple([rule.holds_for(path) for rule in RULES]))


def lines_with(sign: re.Pattern[bytes], low: bytes, data: bytes) -> Iterator[bytes]:
    """The lines of `data` in which `sign` stands; `low` is the same in small letters."""
    end = -1
    while found := sign.search(low, end + 1):
        start = low.rfind(b"\n", 0, found.start()) + 1
        end = low.find(b"\n", found.start())
        end = len(low) if end < 0 else end
        yield data[start:end]


class Lines:
    """Lines of earlier pages without a hint: those of head, menu and footer stand in every page and are looked through once."""

    def __init__(self, blocked: tuple[str, ...]) -> None:
        self.blocked = blocked
        self.known: dict[str, set[bytes]] = {}  # by the ending of the files, since rows hold for some

    def harmless(self, path: str, data: bytes) -> bool:
        """Is there no hint in the text? A line that may go on in the next one counts as a hint."""
        known, hints = self.known.setdefault(path.rpartition(".")[2], set()), hints_for(path, self.blocked)
        lines = [line for line in data.split(b"\n") if line not in known]
        if any(may_go_on(line) for line in lines if not line.endswith(WHOLE)):
            return False
        text = b"\n".join(lines).replace(b"\xc2\xad", b"")
        others = text.translate(None, ASCII)  # some hundred bytes of ten thousand; a sign's stay together
        if any(sign in others for sign in RARE):
            text = clean(text.decode("utf-8", "replace")).encode("utf-8", "replace")
        low = text.lower()
        if hints.rows(low):
            return False
        hidden = {line for sign in HIDDEN for line in lines_with(sign, low, text)}
        if hidden and hints.rows(
            decoded(b"\n".join(hidden).decode("utf-8", "replace")).lower().encode("utf-8", "replace")
        ):
            return False
        if b"<" in low and hints.rows(TAG_BYTES.sub(b"", low)):
            return False
        if len(known) < LINES:
            known.update(lines)
        return True


def may_go_on(line: bytes) -> bool:
    """May a line end in the midst of an address? Its last word then has a point, a slash or a colon in it, or names a service."""
    word = line[max(map(line.rfind, (b" ", b'"', b"'", b"<", b">"))) + 1 :].rstrip(b"\r").lower()
    return (
        b"/" in word or b":" in word or b"." in word[:-1] or any(service in word for service in SERVICES)
    ) and not CLOSED.fullmatch(word)


# ---------------------------------------------------------------------------------------- finding


def find(path: str, text: str, blocked: tuple[str, ...] = (), whole: bool = True) -> list[Hit]:
    """What stands in a text, in the order of its lines. `whole`: it is one text, and an address may go on in its next line."""
    hints = hints_for(path, blocked)
    found: list[Hit] = []
    for dress in dresses(text, not CODE.search(path), whole):
        told = {(hit.what, hit.line) for hit in found}
        found += [hit for hit in hits_in(path, dress, hints) if (hit.what, hit.line) not in told]
    if any(entry.startswith(EXACT) for entry in blocked):
        found += [Hit(line, PRIVATE, kind) for line, kind in hits(decoded(clean(text)), blocked)]
    return sorted(found)


def hits_in(path: str, dress: Dress, hints: Hints) -> Iterator[Hit]:
    matches = [
        (match.start(), -match.end(), not rule.firm, rule, match[0])
        for rule in hints.rows(dress.text.lower().encode("utf-8", "replace"))
        for match in rule.expression.finditer(head_of(path, dress.text) if rule.head_only else dress.text)
        if not let_through(rule, dress, match)
    ]
    matches.sort(key=lambda match: match[:3])
    firm: dict[str, list[int]] = {}  # where what no head allows begins, in order
    for start, _, soft, rule, _ in matches:
        if not soft:
            firm.setdefault(rule.what, []).append(start)
    until: dict[str, int] = {}
    for start, end, _, rule, value in matches:
        if start >= until.get(rule.what, 0):  # one address may be known by two rows
            until[rule.what] = -end
            others = firm.get(rule.what, [])
            yield Hit(
                dress.line(start), rule.kind, rule.what, value, bisect_left(others, start) < bisect_left(others, -end)
            )


def let_through(rule: Rule, dress: Dress, match: re.Match[str]) -> bool:
    """Where lines are joined, what is known by the beginning of a line is not; else what stands around it may speak for it."""
    if dress.pieces and rule.pattern.startswith("^"):
        return True
    if (
        rule.cut
        and dress.until(match.start()) < match.end()
        and compiled(rule.cut, False).search(match[0][: dress.until(match.start()) - match.start()])
    ):
        return True
    around = match.string[max(0, match.start() - AROUND) : match.end() + AROUND] if rule.unless else ""
    return bool(around and compiled(rule.unless, False).search(around))


def head_of(path: str, text: str) -> str:
    """Of a text with a head the head; a list is head from its first line to its last."""
    if not path.endswith(".md"):
        return text
    lines = text.split("\n")
    end = (
        next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
        if lines[0].rstrip() == "---"
        else 0
    )
    return "\n".join(lines[:end])


def find_in(path: str, data: bytes, blocked: tuple[str, ...] = ()) -> list[Hit]:
    """What stands in a file: in its text, or in the text inside it. A document is read in a process of its own."""
    if not is_document(data):
        return find(path, data.decode("utf-8", "replace"), blocked)
    from .documents import look_inside  # late: few builds have a new document

    return look_inside(path, data, blocked)


def find_name(path: str, blocked: tuple[str, ...] = (), named_only: bool = False) -> list[Hit]:
    """What a file's name gives away: what kind of file it is, and (but for `named_only`) what stands in it."""
    kinds = [Hit(0, SECRET, name.what) for name in NAMES if name.pattern.search(path)]
    return (
        kinds
        if named_only
        else [*kinds, *(Hit(0, hit.kind, hit.what, hit.value) for hit in find("", path, blocked, whole=False))]
    )


def find_people(path: str, data: bytes) -> list[Hit]:
    """Many people's mail addresses in one file."""
    most = ADDRESSES_IN_TEXTS if path.endswith(".md") else ADDRESSES_IN_TABLES if LISTS.search(path) else 0
    if not most or data.count(b"@") < most:
        return []
    people = {address.lower() for address in MAIL.findall(data) if not OWN.search(address)}
    many = f"{len(people)} Mailadressen"
    return (
        [Hit(0, SECRET, f"Hier stehen {many}; das sieht nach einer Liste von Menschen aus.", many, firm=False)]
        if len(people) >= most
        else []
    )


def look_at(
    path: str, data: bytes, blocked: tuple[str, ...] = (), allowed: Callable[[], Iterable[str]] = tuple
) -> list[Hit]:
    """All that is secret in a file, but for what a head allows. `path` is that in the project; it is looked at by `find_name`.

    This is what check, build, push and hook ask. `allowed` is asked only where there is something to allow.
    """
    found = [*find_in(path, data, blocked), *find_people(path, data)]
    if any(not hit.firm for hit in found):
        found = not_allowed(found, {*own_allowed(blocked), *allowed()})
    return found


# --------------------------------------------------------------------------------------- allowing


def own_allowed(blocked: Iterable[str]) -> list[str]:
    return [entry.removeprefix(ALLOWED) for entry in blocked if entry.startswith(ALLOWED)]


def not_allowed(hits: Iterable[Hit], values: Iterable[str]) -> list[Hit]:
    """Those that none of the values names. An address is found from its host or its path on, so a value is compared from each slash and point on, too."""
    whole = {plain_of(value) for value in values} - {""}
    ends = whole | {
        value[place + 1 :]
        for value in whole
        if len(value) <= LONGEST_ALLOWED
        for place, sign in enumerate(value)
        if sign in "/."
    }
    return [hit for hit in hits if not is_allowed(hit, whole, ends)]


def is_allowed(hit: Hit, values: set[str], ends: set[str]) -> bool:
    """Does one of these name exactly this? A way into a known service, a key and the private file's values are allowed by none."""
    if hit.firm:
        return False
    value = plain_of(hit.value)
    if hit.kind == SECRET:
        return not {value, plain_of(re.split("[:=]", value, maxsplit=1)[-1])}.isdisjoint(values)
    return bool(value) and value in (ends if hit.kind == CONFERENCE else values)


def plain_of(value: str) -> str:
    return " ".join(decoded(clean(value)).split()).strip(ENDS + " ")


def allowed_in(path: str, data: bytes) -> tuple[str, ...]:
    """The values of „erlaubt“ in the head of a text, or in content/fraktion.yaml."""
    return values_in(path, data, "erlaubt") if b"erlaubt" in data else ()


def blocked_in(path: str, data: bytes) -> tuple[str, ...]:
    """The hosts that content/fraktion.yaml blocks, and the values that it allows."""
    return (*values_in(path, data, "gesperrte_adressen"), *(ALLOWED + value for value in allowed_in(path, data)))


def real(blocked: Iterable[str]) -> tuple[str, ...]:
    """Without hosts that are nobody's: the sample's own stand in its handbook as an example."""
    return tuple(
        entry
        for entry in blocked
        if entry.startswith((EXACT, ALLOWED)) or not OWN.search(entry.encode("utf-8", "replace"))
    )


def values_in(path: str, data: bytes, key: str) -> tuple[str, ...]:
    head = (read_source if path.endswith(".md") else read_list)(path, data).head
    node = head.entries.get(key) if isinstance(head, Mapping) else None
    nodes = node.items if isinstance(node, Sequence) else (node,)
    return tuple(each.text.strip() for each in nodes if isinstance(each, Scalar) and each.text.strip())


def text_of_file(path: str) -> str:
    """The text whose head speaks for a file: itself, the one beside whose folder it lies; else the group's own."""
    if path.startswith("content/") and path.count("/") > 1:
        return path if path.endswith(".md") else f"{path.rpartition('/')[0]}.md"
    return "content/fraktion.yaml"


# -------------------------------------------------------------------------------------- problems


def check_guard(
    path: str, text: str | bytes, blocked: Iterable[str] = (), allowed: Callable[[], Iterable[str]] | None = None
) -> list[Problem]:
    """All that is secret in a text or a file, as problems; what it is, is not repeated.

    Without `allowed` the text's own head is asked.
    """
    blocked = tuple(blocked)
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    own = allowed or (lambda: allowed_in(path, data) if path.endswith((".md", ".yaml")) else ())
    return [as_problem(path, hit) for hit in look_at(path, data, blocked, own)]


def as_problem(path: str, hit: Hit) -> Problem:
    more = f" {words}" if (words := allowing(path, hit)) else ""
    if hit.kind == PRIVATE:
        return problem(path, hit.line, PRIVATE, kind=hit.what)
    if hit.kind == CONFERENCE:
        return problem(path, hit.line, CONFERENCE, shown=hide(hit.value), more=more)
    return problem(path, hit.line, SECRET, what=hit.what, more=more)


def allowing(path: str, hit: Hit) -> str:
    """How a false alarm is ended: the line in the head, without the value. "" where nothing ends it."""
    if hit.firm or not path:
        return ""
    value = plain_of(hit.value if hit.kind == CONFERENCE else re.split("[:=]", hit.value, maxsplit=1)[-1])
    shown = (
        value
        if not hit.line and re.search(r"Mailadressen$|\.\w{1,5}$", value)
        else hide(value)
        if hit.kind == CONFERENCE
        else f"{value[:2]}…"
    )
    where = text_of_file(path)
    return f"Ist es ein Irrtum, erlaubt es diese Zeile {'in' if where.endswith('.yaml') else 'im Kopf von'} {where}, mit dem ganzen Wert: „erlaubt: {shown}“."


def join_addresses(text: str | bytes, blocked: Iterable[str] = ()) -> Iterator[tuple[int, str]]:
    """Line and text of each join address."""
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    yield from (
        (hit.line, hit.value)
        for hit in find("", plain, tuple(entry for entry in blocked if not entry.startswith(EXACT)))
        if hit.kind == CONFERENCE
    )


def hide(address: str) -> str:
    """Enough to find the place, too little to get in."""
    return address[: min(12, max(4, len(address) // 3))] + "…"
