r"""Lines that break programs by accident, and lines that were written to run on somebody's page.

Our own, so that every claim is checked where there is nothing but this project; beside `../shared` the collected ones too.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

COLLECTED = Path(__file__).resolve().parents[2] / "shared" / "real" / "hostile"

OWN_LINES = [
    "undefined",
    "null",
    "None",
    "true",
    "ja",
    "~",
    "0",
    "-0",
    "1e309",
    "0x1F",
    "1_000",
    "12:30:45",
    "2026-02-30",
    "NaN",
    "Über Größe",
    "U\u0308ber Gro\u0308\u00dfe",  # the same with the dots as signs of their own
    "A\u030angstro\u0308m und e\u0301te\u0301",
    "ﬁnden, Straße, ẞ, ŉ, ǆ",
    "ı İ i I",
    "👩‍👩‍👧‍👦 und 🏳️‍🌈",
    "𝔉𝔯𝔞𝔨𝔱𝔲𝔯 ①②③ Ⅻ",
    "العربية بين الكلمات",
    "עברית (links) rechts",
    "日本語、中文、한국어",
    "a\u0301\u0302\u0303\u0304\u0305\u0306",
    "Zeile\u2028Trenner",
    "weich\u00adgetrennt und\u00a0fest",
    "„deutsch“ “englisch” «französisch» ‚einfach‘",
    "'; DROP TABLE antraege; --",
    "\"doppelt\" 'einfach' `schräg`",
    "C:\\neu\\test und \\\\server\\freigabe",
    "../../../etc/passwd",
    "$(touch x) `touch x` ${x} %x% {{x}} {% x %}",
    "=1+1",
    "@SUM(A1)",
    "+49 1234",
    "-- Gruß",
    "# kein Titel",
    "- kein Punkt",
    "1. kein erster",
    "> kein Zitat",
    "| a | b |",
    "*halb **und** _ganz",
    "[a](b) ![c](d) <e>",
    "&amp; &lt; &#0; &euro; &unbekannt;",
    "a: b: c # d",
    "[a, b] {c: d} & *e !f",
    "%0d%0aSet-Cookie: x=1",
    "CON, NUL, LPT1.txt",
    "x" * 300,
    "ß" * 99,
    "ein\ttabulator",
    "vor\u200bnach",
    "umge\u202ekehrt\u202c",
    "a\u0007b",
]
OWN_MARKUP = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example/a.js></sCrIpT>",
    "</title><script>alert(1)</script>",
    "</textarea></style></script><svg onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=9>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=data:text/html,<script>alert(1)</script>>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' &#1; java\tscript:alert(1)'>x</a>",
    "<a href='jav&#x0A;ascript&colon;alert(1)'>x</a>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1) form=x>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<base href=//x.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//x.example/a.css>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<div style='background:url(//x.example/a)'>x</div>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[><script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    '"><script>alert(1)</script>',
    "'-alert(1)-'",
    '\\"-alert(1)//',
    "${alert(1)} {{alert(1)}} #{alert(1)}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "＜script＞alert(1)＜/script＞",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<x/onclick=alert(1)>x",
    "<p id=x tabindex=1 onfocus=alert(1)></p>",
    "<a href=data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==>x</a>",
    "<a href=//x.example target=_blank>x</a>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<dialog open onclose=alert(1)><form method=dialog><button>x</button></form></dialog>",
    "]]></description><script>alert(1)</script>",
    "</script><!--<script>",
]


def collected(name: str) -> list[str]:
    if not COLLECTED.is_dir():
        return []
    return [row if isinstance(row, str) else row["html"] for row in json.loads((COLLECTED / name).read_text("utf-8"))]


LINES = {
    "eigene": OWN_LINES,
    "eigene-html": OWN_MARKUP,
    "naughty-strings": collected("naughty-strings.json"),
    "xss": collected("xss.json"),
}
NAMES = [pytest.param(name, marks=[] if "eigene" in name else pytest.mark.needs("real"), id=name) for name in LINES]
BOTH = [("eigene", "eigene-html"), pytest.param(("naughty-strings", "xss"), marks=pytest.mark.needs("real"))]


def lines(*names: str) -> list[str]:
    return [line for name in names for line in LINES[name]]
