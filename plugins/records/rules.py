"""The table of secrets: each row is one kind of thing that must stand in no text, no file, no name and no commit.

Check, build, push and the hook before it read this table and no other (`guard.py`). A row is whole or the program does not
start: its name, a hint (cheap to look for, in small letters; one of them stands in every match), the expression, examples
that it finds and examples that it leaves alone. In an example, `GAP` is left out when it is read, so that the table is no
finding of its own. Every expression has bounded parts: it takes no longer than its line is long.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from .words import PAGES, THREE

GAP = "¦"
CONFERENCE = "conference"  # the kinds are codes of messages
SECRET = "secret"
Hint = str | re.Pattern[bytes]


class Rule(Struct, frozen=True, kw_only=True):
    """A row. `hint`: with „@“ it is sought in the names of hosts only. `where`: expression for the names of files that it holds for."""

    name: str
    what: str  # German sentence; of a conference's address the message says more
    hint: tuple[Hint, ...]  # an expression is for bytes, and begins with signs that are sought before it
    pattern: str
    found: tuple[str, ...]
    free: tuple[str, ...]
    kind: str = SECRET
    where: str = ""
    exact_case: bool = False
    head_only: bool = False  # of a text only the head is looked at
    unless: str = ""  # not where this stands in the lines around
    cut: str = ""  # an address whose first line ends so is judged by that line alone
    firm: bool = False  # no line in a head allows it

    def __post_init__(self) -> None:
        missing = [
            cell
            for cell in ("name", "what", "hint", "pattern", "found", "free")
            if not all(getattr(self, cell) or [""])
        ]
        if missing:
            raise ValueError(f"the row „{self.name}“ of the table of secrets lacks {', '.join(missing)}")

    @property
    def expression(self) -> re.Pattern[str]:
        return compiled(self.pattern, self.exact_case)

    def holds_for(self, path: str) -> bool:
        return not self.where or bool(compiled(self.where, False).search(path))


@cache
def compiled(pattern: str, exact_case: bool) -> re.Pattern[str]:
    """It takes as long to compile one as to look a page through, so only a hint asks for it."""
    return re.compile(pattern, re.MULTILINE | (0 if exact_case else re.IGNORECASE))


# ------------------------------------------------------------------------------- ways into a conference

HOST = r"(?<!\w)(?<!\w-)"  # keeps „my-meet.de“ out, not „-meet.de“ in a list
SIGNS = r"[^\s\"'<>]"
ROOM = rf"(?!(?:{THREE})(?:-(?:{THREE})){{2,3}}(?![\w-]))[a-z0-9]{{3}}(?:-[a-z0-9]{{3}}){{2,3}}(?![\w-])"  # how BigBlueButton's Greenlight names rooms; not three German words
NO_PAGE = rf"(?!(?:{PAGES}|(?:19|20)\d\d)_{{0,3}}(?![\w%+-])|[\w%+-]{{1,80}}\.(?:html?|php|pdf|css|js|png|jpe?g|svg|webp|ico|xml|txt|json)(?![\w-]))"
ADDRESS = "Hier steht eine Einwahladresse."


def service(name: str, *hint: Hint, pattern: str, found: tuple[str, ...], free: tuple[str, ...]) -> Rule:
    """A known one: its join addresses are allowed nowhere."""
    return Rule(name=name, what=ADDRESS, hint=hint, pattern=pattern, found=found, free=free, kind=CONFERENCE, firm=True)


def rooms(name: str, *hint: Hint, pattern: str, found: tuple[str, ...], free: tuple[str, ...], cut: str = "") -> Rule:
    """Of somebody's own host. Who has such an address that is no room says so in the head."""
    return Rule(name=name, what=ADDRESS, hint=hint, pattern=pattern, found=found, free=free, kind=CONFERENCE, cut=cut)


def own_host(host: str, hint: str) -> Rule:
    """The row of a host that the group blocks."""
    return service(
        host, hint, pattern=HOST + re.escape(host) + r"(?![\w-]|\.\w)", found=(host,), free=(f"mein-{host}",)
    )


ADDRESSES = (
    service(
        "Zoom",
        "@zoom",
        pattern=r"\bzoom(?:gov)?\.(?:us|com|com\.cn)(?::\d+)?/(?:[a-z]{2}(?:-[a-z]{2})?/)?(?:(?:j|w|s|u|my|wc|meeting|webinar)/[\w.+-]|(?:join|start|launch/\w{1,20})\?"
        + SIGNS
        + "{0,200}?confno=|"
        + SIGNS
        + r"{1,120}?/(?:j|w|s|wc)/\d{6})"
        + SIGNS
        + "*",
        found=(
            "https://us02web.zo¦om.us/j¦/81234567890?pw¦d=QWErty12",
            "zo¦om.us/my/vera.beispiel",
            "https://zo¦om.us/wc/join/81234567890",
            "https://zo¦om.us/webinar/register/WN_abc",
            "https://zo¦om.us:443/j/812345",
            "https://zo¦om.us/launch/join?confno=81234567890",
            "https://zo¦om.us/x/y/j/81234567890",
        ),
        free=(
            "https://zoom.us/de/pricing",
            "https://explore.zoom.us/de/products/meetings/",
            "https://www.zoom.com/de/trust/",
            "https://support.zoom.us/hc/de/articles/201362033",
        ),
    ),
    service(
        "Zoom X",
        "@zoom-x",
        pattern=r"\bzoom-x\.de/(?:j|w|s|my|wc)/[\w.+-]+",
        found=("https://telekom.zo¦om-x.de/j/81234567890",),
        free=("https://www.zoom-x.de/preise",),
    ),
    service(
        "Zoom, Programm",
        "zoommtg",
        "zoomus",
        pattern=r"\bzoom(?:mtg|us)://" + SIGNS + "+",
        found=("zo¦ommtg://zo¦om.us/join?con¦fno=812345", "zo¦omus://zo¦om.us/join?con¦fno=8"),
        free=("Das Schema zoommtg öffnet das Programm.",),
    ),
    service(
        "Teams",
        "@teams.",
        pattern=r"\bteams\.(?:microsoft|live)\.(?:com|us)/" + SIGNS + r"{0,200}?(?:meetup-join|meet/\d)" + SIGNS + "*",
        found=(
            "https://te¦ams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=x",
            "https://te¦ams.live.com/meet/9312345678",
            "https://te¦ams.microsoft.com/_#/l/meetup-join/19:meeting",
        ),
        free=("https://teams.microsoft.com/", "https://www.microsoft.com/de-de/microsoft-teams/group-chat-software"),
    ),
    service(
        "Teams, Programm",
        "msteams:",
        pattern=r"\bmsteams:" + SIGNS + r"{0,200}?(?:meetup-join|meet/\d)" + SIGNS + "*",
        found=("mste¦ams:/l/meetup-join/19:meeting",),
        free=("msteams: das Programm",),
    ),
    service(
        "Webex",
        "@webex",
        pattern=r"\bwebex\.com/(?:[\w.-]{1,60}/){0,2}(?:(?:meet|join|j\.php|m|wbxmjs)[/?]|webappng/"
        + SIGNS
        + r"{0,120}?/(?:meetings?|pmr|webinars?|joinservice|download)/)"
        + SIGNS
        + "+",
        found=(
            "https://kreis.we¦bex.com/kreis/j.php?MTID=m123",
            "https://kreis.we¦bex.com/meet/vera",
            "https://kreis.my.we¦bex.com/join/vera",
            "https://kreis.we¦bex.com/webappng/sites/kreis/meeting/info/1",
            "https://kreis.we¦bex.com/webappng/sites/kreis/dashboard/pmr/vera",
        ),
        free=(
            "https://www.webex.com/de/video-conferencing.html",
            "https://kreis.webex.com/webappng/sites/kreis/dashboard?siteurl=kreis",
            "https://help.webex.com/de-de/article/abc",
        ),
    ),
    service(
        "Google Meet",
        "@meet.google",
        pattern=HOST + r"meet\.google\.com/(?:lookup/\w+|[a-z]{3}-?[a-z]{4}-?[a-z]{3}\b)",
        found=("https://me¦et.google.com/abc-defg-hij", "https://me¦et.google.com/lookup/abc"),
        free=("https://meet.google.com/", "https://meet.google.com/landing"),
    ),
    service(
        "meet.jit.si",
        "@meet.jit.si",
        pattern=HOST + r"meet\.jit\.si/[\w%+-]" + SIGNS + "*",
        found=("https://me¦et.jit.si/GrueneProbe",),
        free=("https://meet.jit.si/", "https://jitsi.org/security/"),
    ),
    service(
        "8x8",
        "@8x8.vc",
        pattern=HOST + r"8x8\.vc/[\w%+-]" + SIGNS + "*",
        found=("https://8x¦8.vc/probe/raum",),
        free=("https://8x8.vc/",),
    ),
    service(
        "GoTo",
        "@goto",
        pattern=HOST
        + r"(?:meet\.goto|(?:global\.|app\.)?gotomeet(?:ing)?|app\.goto)\.(?:com|me)/(?:join/|meeting/)?\d{6,}",
        found=("https://global.go¦tomeeting.com/join/123456789", "https://meet.go¦to.com/123456789"),
        free=("https://www.goto.com/de/meeting",),
    ),
    service(
        "Skype",
        "@skype",
        pattern=HOST + r"(?:join\.skype\.com/\w+|meet\.lync\.com/[\w.-]+/[\w.-]+)",
        found=("https://jo¦in.skype.com/abcDEF",),
        free=("https://www.skype.com/de/",),
    ),
    service(
        "Whereby",
        "@whereby",
        pattern=HOST + r"(?:[\w-]{1,60}\.)?whereby\.com/(?!(?:information|blog|user|org|pricing)\b)[\w-]+",
        found=("https://where¦by.com/fraktion-probe",),
        free=("https://whereby.com/information/tos",),
    ),
    service(
        "Alfaview",
        "@alfaview",
        pattern=HOST + r"(?:global|edudip|alfaview|app|rooms)\.alfaview\.com/" + SIGNS + "+",
        found=("https://app.alfa¦view.com/#/join/x",),
        free=("https://alfaview.com/de/",),
    ),
    service(
        "Netzbegrünung",
        "@netzbegruenung",
        pattern=HOST + r"(?:konferenz|meet|bbb|jitsi|video)\.netzbegruenung\.(?:de|verdigado\.net)/[\w%-]+",
        found=("https://konferenz.netzbe¦gruenung.de/probe",),
        free=("https://netzbegruenung.de/blog/",),
    ),
    service(
        "BigBlueButton, Programm",
        "/bigbluebutton/",
        "/html5client/",
        pattern=r"/bigbluebutton/(?:api/join|[\w-]+)[?/]" + SIGNS + r"*|/html5client/join\?" + SIGNS + "+",
        found=(
            "https://lernen.example.org/bigblue¦button/api/join?meetingID=1",
            "https://bbb.example.org/html5¦client/join?sessionToken=abc",
        ),
        free=("https://github.com/bigbluebutton/bigbluebutton", "https://docs.bigbluebutton.org/admin/install/"),
    ),
    service(
        "Einwahl mit Kennwort",
        "/j/",
        pattern=r"/j/" + SIGNS + "{0,200}?[?&](?:pwd|passcode|password)=" + SIGNS + "*",
        found=("https://conf.example.org/j¦/812345?pwd=abc", "https://conf.example.org/j¦/812345?x=1&passcode=abc"),
        free=("https://www.example.org/j/2024?seite=2", "https://www.example.org/j/2024/03/radweg.html"),
    ),
    rooms(
        "Jitsi",
        "@jitsi",
        "@meet",
        cut=r"/[\w%+-]{4,80}$",
        pattern=HOST
        + r"(?:jitsi(?:-?meet)?|meet)-?\d{0,3}\.(?!google\.com|goto\.com|lync\.com|jit\.si)[\w-]{1,60}\.(?!io/)[\w.-]{2,60}(?::\d+)?/"
        + NO_PAGE
        + r"[\w%+-]{4,}",  # not jitsi.org, jitsi.github.io
        found=(
            "https://me¦et.ffmuc.net/fraktion",
            "https://jit¦si-meet.uni.example.org/raum1",
            "https://me¦et1.example.org/fraktion",
        ),
        free=(
            "https://meet.kreis-ebersfurt.de/termine",
            "https://meet.kreis-ebersfurt.de/anleitung.html",
            "https://meet-your-mp.example.org/abgeordnete/vera-beispiel",
            "https://jitsi.github.io/handbook/docs/intro",
        ),
    ),
    rooms(
        "BigBlueButton, Raum",
        "@jitsi",
        "@meet",
        "@bbb",
        "@bigbluebutton",
        "@konferenz",
        "@video",
        "@greenlight",
        "@senfcall",
        pattern=r"\b(?:(?:jitsi|meet|bbb|bigbluebutton|konferenz|videokonferenz|greenlight|senfcall)[\w-]{0,20}\.[\w.-]{2,80}/(?:b/|rooms?/|join/|r/)?|video[\w-]{0,20}\.[\w.-]{2,80}/(?:(?:b/|rooms?/|join/|r/)|(?=[a-z0-9-]{0,12}\d)))"
        + ROOM,
        found=(
            "https://b¦bb.example.org/b¦/ver-abc-def",
            "https://konfe¦renz.example.org/ver-abc-def",
            "https://lecture.senf¦call.de/vor-nam-abc-def",
            "https://vid¦eo.example.org/ab1-c2d-e3f",
        ),
        free=(
            "https://video.landtag.nrw.de/abc-def-ghi",
            "https://konferenz.example.org/rad-weg-neu",
            "https://konferenz.example.org/programm",
            "https://media.ccc.de/v/38c3-abc-def",
        ),
    ),
    rooms(
        "Greenlight",
        "/b/",
        "/rooms/",
        pattern=r"/(?:b|rooms)/" + ROOM,
        found=("https://raum.example.org/b¦/ver-abc-def", "https://raum.example.org/rooms¦/ver-abc-def-ghi/join"),
        free=(
            "https://kreis.de/b/rad-weg-neu",
            "https://www.example.org/b/radweg-an-der-k14",
            "https://www.example.org/rooms/",
        ),
    ),
    rooms(
        "Kennwort in der Adresse",
        "pwd=",
        "passcode=",
        pattern=r"\b(?:pwd|passcode)=(?=[\w.%-]{0,60}\d|(?-i:[\w.%-]{0,60}[a-z][\w.%-]{0,60}[A-Z])|[\w.%-]{12})[\w.%-]{6,}",
        found=("https://example.org/x?pw¦d=QWErty12", "pass¦code=a1b2c3"),
        free=("https://www.example.org/konto?pwd=", "https://www.example.org/konto?pwd=abcdef"),
    ),
    rooms(
        "Kennwort einer Besprechung",
        "meetingpw=",
        pattern=r"\bmeetingpw=[\w.%-]{6,}",
        found=("meeting¦pw=abcdef",),
        free=("meetingpw=",),
    ),
)

# ------------------------------------------------------------------------------------- keys and tokens

VALUE = r"[\"']?(?=[^\s\"'#]{0,80}\d)(?=[^\s\"'#]{0,80}[A-Za-z])[^\s\"'#,;<>{}()\[\]$%]{8,80}"  # letters and digits: no word, no variable
SAID = r"[\"'„*]{0,3}(?-i:[A-ZÄÖÜ][a-zäöüß]{2,30})[-_]?(?:20)?\d{2}(?!\w)"  # a word and a year: what is said at a door, or guessed at once
PLAIN = r"\.(?:md|ya?ml|toml|ini|cfg|conf|json|txt|csv|tsv|ics|sh|properties|xml)$|(?:^|/)\.[\w.-]+$"
SETTINGS = r"\.(?:ya?ml|toml|ini|cfg|conf|json|csv|tsv|sh|properties|xml)$|(?:^|/)\.[\w.-]+$"
TEXT = r"\.(?:md|txt|ics)$"
START = r"^[ \t]*(?:[-*>] )?[*_]{0,2}[\w.-]{0,30}"
IS = r"[*_]{0,2}[ \t]{0,5}[:=][*_]{0,2}[ \t]{0,5}"


def key(name: str, what: str, *hint: Hint, pattern: str, found: tuple[str, ...], free: tuple[str, ...]) -> Rule:
    return Rule(name=name, what=what, hint=hint, pattern=pattern, found=found, free=free, exact_case=True, firm=True)


LETTERS = "Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7dEf0hIj3kLm6nOp9q"
KEYS = (
    key(
        "Schlüssel",
        "Das ist ein geheimer Schlüssel.",
        "private key",
        pattern=r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----",
        found=("-----BEGIN OPENSSH PRIV¦ATE KEY-----", "-----BEGIN PGP PRIV¦ATE KEY BLOCK-----"),
        free=("-----BEGIN PUBLIC KEY-----",),
    ),
    key(
        "PuTTY",
        "Das ist ein geheimer Schlüssel (PuTTY).",
        "putty-user-key-file",
        pattern=r"PuTTY-User-Key-File-\d: ",
        found=("PuTTY-User-Key¦-File-3: ssh-ed25519",),
        free=("PuTTY öffnet eine Sitzung.",),
    ),
    key(
        "age",
        "Das ist ein geheimer Schlüssel (age).",
        "age-secret-key-",
        pattern=r"AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{20,}",
        found=(f"AGE-SECRET¦-KEY-1{LETTERS[:30].upper()}",),
        free=("Er beginnt mit AGE-SECRET-KEY-1.",),
    ),
    key(
        "GitHub",
        "Das ist ein Zugangsschlüssel von GitHub.",
        "ghp_",
        "gho_",
        "ghu_",
        "ghs_",
        "ghr_",
        pattern=r"\bgh[pousr]_[A-Za-z0-9]{36,255}\b",
        found=(f"gh¦p_{LETTERS[:36]}",),
        free=("ghp_kurz",),
    ),
    key(
        "GitHub, fein",
        "Das ist ein Zugangsschlüssel von GitHub.",
        "github_pat_",
        pattern=r"\bgithub_pat_\w{50,255}\b",
        found=(f"github_¦pat_{LETTERS}{LETTERS}",),
        free=("github_pat_…",),
    ),
    key(
        "GitLab",
        "Das ist ein Zugangsschlüssel von GitLab.",
        "glpat-",
        "gldt-",
        "glrt-",
        "glptt-",
        "glcbt-",
        "glsoat-",
        pattern=r"\bgl(?:pat|dt|rt|ptt|cbt|soat)-[\w-]{20,60}",
        found=(f"token: gl¦pat-{LETTERS[:20]}",),
        free=("glpat-kurz",),
    ),
    key(
        "Amazon",
        "Das ist ein Zugangsschlüssel von Amazon (AWS).",
        "akia",
        "asia",
        pattern=r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
        found=("key = 'AK¦IA2B3C4D5E6F7G8H9J'",),
        free=("AKIA", "ASIA"),
    ),
    key(
        "Google",
        "Das ist ein Zugangsschlüssel von Google.",
        "aiza",
        pattern=r"\bAIza[\w-]{35}\b",
        found=(f"AI¦za{LETTERS[:35]}",),
        free=("AIza",),
    ),
    key(
        "Slack",
        "Das ist ein Zugangsschlüssel von Slack.",
        "xox",
        pattern=r"\bxox[abeoprs]-[\w-]{10,100}",
        found=(f"xo¦xb-{LETTERS[:20]}",),
        free=("xoxb-",),
    ),
    key(
        "npm",
        "Das ist ein Zugangsschlüssel von npm.",
        "npm_",
        pattern=r"\bnpm_[A-Za-z0-9]{36}\b",
        found=(f"np¦m_{LETTERS[:36]}",),
        free=("npm_config_cache",),
    ),
    key(
        "PyPI",
        "Das ist ein Zugangsschlüssel von PyPI.",
        "pypi-ageichlwa",
        pattern=r"\bpypi-AgEIcHlwaS5vcmc[\w-]{50,}",
        found=(f"pypi-AgEI¦cHlwaS5vcmc{LETTERS}{LETTERS}",),
        free=("pypi-AgEIcHlwaS5vcmc",),
    ),
    key(
        "JWT",
        "Das ist ein Zugangsschlüssel (JWT).",
        ".eyj",
        pattern=r"\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000}",
        found=(f"ey¦J{LETTERS[:20]}.ey¦J{LETTERS[:20]}.{LETTERS[:30]}",),
        free=("eyJ.eyJ.x",),
    ),
    Rule(
        name="Forgejo",
        what="Das ist ein Zugangsschlüssel (Forgejo, Gitea, Codeberg).",
        hint=("gitea", "forgejo", "codeberg"),
        pattern=r"(?:gitea|forgejo|codeberg)[^\n]{0,40}token[^\n]{0,12}?\b[0-9a-f]{40}\b",
        where=PLAIN,
        firm=True,
        found=(f"codeberg_tok¦en: {'0a1b2c3d4e' * 4}",),
        free=("forgejo: token bitte erfragen",),
    ),
    Rule(
        name="Adresse mit Passwort",
        what="In dieser Adresse steht ein Passwort.",
        hint=(re.compile(rb"://[^\s/@\"'<>]{1,165}@"),),
        firm=True,
        pattern=r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@\"'<>\[\](){}]{1,60}:(?!(?:passwor[dt]|pass|geheim|xxx+|\*+|\.+|…)@)[^\s/:@\"'<>\[\](){}$]{3,100}@[\w.-]{3,100}",
        found=(f"https://ve¦ra:¦{LETTERS[:9]}¦@example.org/",),
        free=("https://name:passwort@example.org/ und https://a:***@b.de/", "mailto:vera@example.org"),
    ),
)

# ------------------------------------------------------------------------- passwords and numbers in texts

PASSWORD = "Das ist ein Passwort oder Zugangsschlüssel."
ENTRIES = (
    "passwor",
    "passwd",
    "passcode",
    "kenncode",
    "secret",
    "apikey",
    "api_key",
    "api-key",
    "_token",
    "accesstoken",
    "authtoken",
    "zugangscode",
)
NAMED = r"(?:passwor[dt]|passwd|passcode|kenncode|secret_?key|api_?key|access_?token|auth_?token|zugangscode)"
GUESTS = r"Veranstaltung|Radtour|Stream|Aufzeichnung|Mediathek|Video|WLAN|W-LAN|Infostand|Fest\b|Lesung|Vortrag|Workshop|Quiz|Führung|Abendkasse|Einlass|Treffpunkt|Publikum|Gäste|Podium"
NUMBERS = "Das sind Einwahldaten einer Videokonferenz."
DIGITS = r"[\s*_:|]{1,8}\d{3,4}[ \u00a0-]?\d{3,4}[ \u00a0-]?\d{2,4}(?:[ \u00a0-]?\d{2,4})?\b"
PHONE = r"[ \t*_]{0,5}:[ \t*_]{0,5}[\"']?[+0(](?:[\d ()/.-]|–){5,25}"
LINES = (
    Rule(
        name="Passwort",
        what=PASSWORD,
        hint=ENTRIES,
        where=PLAIN,
        pattern=rf"{START}{NAMED}{IS}(?!{SAID}){VALUE}",
        found=("Pass¦wort: g8Hk2-mmx", "pass¦word=Sommer_2026x", "SMTP_PASS¦WORD=Ab3dEf6h"),
        free=(
            "Passwort: bitte bei der Verwaltung erfragen",
            'password="$SMTP_PASSWORD"',
            "API_KEY=${KEY1}",
            "password: {{ secrets.KEY1 }}",
        ),
    ),
    Rule(
        name="Passwort, sprechbar",
        what=PASSWORD,
        hint=ENTRIES,
        where=PLAIN,
        unless=GUESTS,
        pattern=rf"{START}{NAMED}{IS}(?={VALUE}){SAID}",
        found=("Pass¦wort: Som¦mer2026",),
        free=("Die Aufzeichnung der Veranstaltung steht bis Juni im Netz.\n\nPasswort: Radweg2026",),
    ),
    Rule(
        name="Kennwort",
        what=PASSWORD,
        hint=("kennwort",),
        where=TEXT,
        pattern=rf"{START}kennwort{IS}(?!{SAID}){VALUE}",
        found=("Kenn¦wort: g8Hk2-mmx",),
        free=("Kennwort: Bürgerbeteiligung", "Kennwort: Radweg2026", "Kennwort: **Radweg2026**"),
    ),
    Rule(
        name="Kennwort, eingestellt",
        what=PASSWORD,
        hint=("kennwort",),
        where=SETTINGS,
        pattern=rf"{START}kennwort{IS}{VALUE}",
        found=("kenn¦wort: Som¦mer2026",),
        free=("kennwort: Bürgerbeteiligung",),
    ),
    Rule(
        name="Meeting-ID",
        what=NUMBERS,
        hint=(
            re.compile(rb"meeting[ -]?(?:id|kenn|nummer)"),
            re.compile(rb"webinar[ -]?(?:id|kenn|nummer)"),
            re.compile(rb"besprechungs[ -]?(?:id|kenn|nummer)"),
            re.compile(rb"konferenz[ -]?(?:id|kenn|nummer)"),
            re.compile(rb"sitzungs[ -]?(?:id|kenn|nummer)"),
        ),
        where=PLAIN,
        pattern=rf"\b(?:meeting|webinar|besprechungs|konferenz|sitzungs)[ -]?(?:id|kennnummer|kennung){DIGITS}|\bmeeting[ -]?nummer{DIGITS}",
        found=("Meeting¦-ID: 812 3456 7890", "Besprechungs¦-ID: 312 345 678 90", "Meeting¦-Nummer: 2345 678 9012"),
        free=("Meeting vom 12. Juni, Vorlage 812 3456 7890", "Sitzungs-ID: 2026-12", "Konferenz: 02154 1234-0"),
    ),
    Rule(
        name="Konferenz-PIN",
        what="Das sind Einwahldaten einer Telefonkonferenz.",
        hint=("pin:", "pin ", "pin\n", "pin*", "pin_", "pin|", "pin\t", "pin\u00a0"),
        where=PLAIN,
        pattern=r"\b(?:einwahl|zugangs|konferenz|teilnehmer)[\w-]{0,15}[ -]?pin[\s*_:|]{1,6}\d{4,12}\b",
        found=("Teilnehmer¦-PIN: 123456",),
        free=("PIN bitte erfragen", "Konferenz-PIN: folgt"),
    ),
    Rule(
        name="Telefon einer Person",
        what="Das ist eine private Telefonnummer; Personen haben hier keine.",
        hint=(
            "telefon",
            "tel:",
            "tel ",
            "tel.",
            "tel_",
            "telnummer",
            "telprivat",
            "teldienst",
            "handy",
            "mobil",
            "rufnummer",
            "festnetz",
        ),
        where=r"^content/personen/.+\.(?:md|ya?ml)$",
        pattern=r"^[ \t*-]*(?:telefon|tel|handy|mobil\w{0,10}|rufnummer|festnetz)(?:_?(?:privat|nummer|dienstlich))?\.?"
        + PHONE,
        found=("han¦dy: 0171 2345678", "- Tele¦fon: 0211/884-0"),
        free=("Telefon der Verwaltung: 01234 567890",),
    ),
    Rule(
        name="Telefon im Kopf",
        what="Das ist eine private Telefonnummer; Personen haben hier keine.",
        hint=(
            "telefon",
            "tel:",
            "tel ",
            "tel.",
            "tel_",
            "telnummer",
            "telprivat",
            "teldienst",
            "handy",
            "mobil",
            "rufnummer",
            "festnetz",
        ),
        where=r"^content/(?!fraktion\.ya?ml$|personen/).+\.(?:md|ya?ml)$",
        head_only=True,
        pattern=r"^[ \t-]*(?:telefon|tel|handy|mobil\w{0,10}|rufnummer|festnetz)(?:_?(?:privat|nummer|dienstlich))?"
        + PHONE,
        found=("---\nhan¦dy: 0171 2345678\n---\n",),
        free=("---\ntitel: x\n---\nTelefon: 02154 1234-0",),
    ),
)

RULES = (*ADDRESSES, *KEYS, *LINES)

# ------------------------------------------------------------------------------------------- names of files


class Name(Struct, frozen=True, kw_only=True):
    """A kind of file that is known by its name."""

    what: str
    pattern: re.Pattern[str]
    found: tuple[str, ...]
    free: tuple[str, ...]

    def __post_init__(self) -> None:
        if not (self.what and self.found and self.free):
            raise ValueError(f"the row „{self.what}“ of the names lacks a cell")


def name(what: str, pattern: str, found: tuple[str, ...], free: tuple[str, ...]) -> Name:
    return Name(what=what, pattern=re.compile(pattern, re.IGNORECASE), found=found, free=free)


NAMES = (
    name(
        "In solchen Dateien stehen Zugangsdaten (.env).",
        r"(?:^|/)\.env(?!\.(?:example|sample|dist|template|beispiel)$)(?:\.[\w-]+)?$",
        (".env", "a/.env.local"),
        (".env.example", "umwelt.env"),
    ),
    name(
        "Das ist der Name einer Datei mit einem geheimen Schlüssel.",
        r"(?:^|/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$|\.(?:key|ppk|p12|pfx|jks|keystore)$",
        ("content/id_ed25519", "server.key", "ID_RSA"),
        ("id_rsa.pub", "keynote.pdf"),
    ),
    name("Das ist ein Passwortspeicher.", r"\.(?:kdbx?|psafe3|1pux|agilekeychain)$", ("tresor.kdbx",), ("kdbx.md",)),
    name(
        "In solchen Dateien stehen Zugangsdaten.",
        r"(?:^|/)(?:\.netrc|_netrc|\.pgpass|\.htpasswd|\.git-credentials|credentials\.json|rclone\.conf)$",
        (".netrc", "a/credentials.json"),
        ("netrc.md",),
    ),
    name(
        "Das sind Mails; sie gehören nicht in die Website.",
        r"\.(?:mbox|mbx|eml|emlx|msg|pst|ost|dbx)$|(?:^|/)(?:mbox|maildir)$",
        ("content/anfrage.eml", "anfragen.mbox"),
        ("mbox.md",),
    ),
    name("Das ist ein Adressbuch.", r"\.vcf$", ("kontakte.vcf",), ("kontakte.csv",)),
    name(
        "Das ist dem Namen nach eine Liste von Menschen.",
        r"(?:^|/)(?:einladungen|anfragen|teilnehmende|verteiler|mailverteiler|adressliste)[\w-]{0,20}\.(?:csv|tsv|xlsx?|ods)$",
        ("verteiler.xlsx", "content/einladungen-mai.csv"),
        ("verteilerkasten.md", "dachliste.csv"),
    ),
)
