"""The fast converter gives what Python-Markdown gives, byte for byte, and asks less for it."""

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import cache

import markdown as library
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor

from plugins.records import markdown
from plugins.records.html import Html, to_html
from plugins.records.markdown import KNOWN, make_converter

from ..conftest import REAL, ROOT
from ..hostile import NAMES, lines

stock, fast = cache(lambda: make_converter("another")), cache(lambda: make_converter(KNOWN))


def convert(converter, text: str) -> Html:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "converter", converter)
        return to_html(text, "antraege/2024", "2024-03-radweg")


def check(text: str) -> None:
    """HTML, targets and points."""
    assert convert(fast, text) == convert(stock, text)


# -------------------------------------------------------------------------------------- the same HTML

CASES = {
    "nothing": [
        "",
        " ",
        "\n",
        "\n\n\n",
        "a",
        " a",
        "\na",
        "a\n",
        "a\n\n\n\nb",
        "a\n \nb",
        "a\n  \n  \n\t\n  b",
        "   \na",
        "a\n  ",
        "a\n\t",
        "a\n  \r",
        "a\r",
        "\x0ba",
        "\x0c",
        "\xa0a",
        "\u2028a\u2028b",
        "\x1ca\x1cb",
        "\x85",
        "a\x00b",
        "a\r\nb\rc",
        "\ufeffa",
        "a\x7fb",
    ],
    "headings": [
        "# a",
        "#",
        "#\n",
        "####### a",
        "# a #b# ##",
        r"#a\#",
        "a\n# b",
        "a\n # b",
        "# a\n---",
        "## \\",
        "> # a",
        "b\n===",
        "a\n=\nb",
        "a\n---\nb",
        "--- x",
        "a\n ---",
        "- a\n---",
        "a\n==\n--",
        "a\n--- b",
        "a\nb\n---",
        "#\\",
        "a\n#",
        "# a\n# b\nc",
        "# *a*",
        "a\n===  ",
    ],
    "rules": [
        "***",
        "* * *",
        "- - -",
        "_  _  _",
        "-   -   -",
        "**",
        "** *",
        "*-*",
        "a\n***\nb",
        "a\n - - - \nb",
        "    ***",
        "   ***",
        "***a",
        "* * * a",
        "_ _\n_",
        "a\n__ _",
        "-\n-\n-",
        "a\n-- -",
        "> ***",
        "- ***",
        "***\n***",
        "*  *  *\n    a",
        "a\n   *  *  *   \nb",
    ],
    "emphasis": [
        "*a*",
        "**a**",
        "***a***",
        "*a **b** c*",
        "**a *b***",
        "***a* b**",
        "***a** b*",
        "*a**b*c",
        "**a*b**",
        "*a _b_ c*",
        "_a_b_",
        "a_b_c",
        "__a__b",
        "*a\nb*",
        "* a*",
        "*a *",
        "**a* b*",
        "*a* *b* *c*",
        "****a****",
        "*a_",
        "_a*",
        "*(a)*",
        "*a",
        "**a",
        "** a",
        "**\ta",
        "**a**\n***",
        "**a** **",
        "1*2*3",
        "a**b**c",
        "a*1",
        "*a*b**",
        r"\*a*",
        r"*\**",
        r"*a\*",
        "***a **b **c** d***",
        "**a *b **c* d** e*",
        "**a** _b **c**_",
        "_*_",
        "*_*_",
        "___",
        "_a",
        "a __b",
        "*a **b _c `d` e_ f** g*",
        "*a **b _c [d](e) f_ g** h*",
        "*a **b _c \\* d_ e** f*",
        "**a *b **c `d`** e* f** `g`",
    ],
    "stars in words": [
        "a*b*c",
        "Schüler*innen und Bürger*innen",
        "*Schüler*innen*",
        "**Schüler*innen**",
        "_Schüler*innen_",
        "*a **Schüler*innen** b*",
        "[Bürger*innen](a)",
        "[Bürger*innen](b*c)",
        "Ä*ö",
        "a*\nb",
        "`a*b`",
        "a\\*b",
        "Bürger*innen *b*",
        "**a** Bürger*innen*",
        "1*a a*1",
    ],
    "quotes": [
        ">",
        "> a",
        "> a\nb",
        "> a\n    > b",
        "> > a\n> b",
        ">a",
        "a\n> b\n\n> c",
        "   > a",
        "    > a",
        "- > a",
        "a > b",
        "a >\nb",
        "> a\n\nb\n> c",
        "> - a\n> - b",
        ">\n> a",
        "> \n>",
        "> a\n>\n> b",
        ">>>> a\n>> b",
    ],
    "lists": [
        "+ a",
        "1. a\n2. b",
        "2. a",
        "7. a\n\n8. b",
        "1. a\n   - b",
        "- a\n\t- b\n\t\t- c",
        "- a\n\n  b",
        "- a\n\n    b",
        "- a\n\n        b",
        "+ a\n- b\n* c",
        "- a\n1. b",
        "1. a\n- b",
        "* # a\nb",
        "- a\n# b\nc",
        "*",
        "-",
        "1.",
        "1.a",
        "١. a",
        "². a",
        "2) a",
        "1) a\n2) b",
        "a\n1) b",
        "a:\n- a",
        "a:\n1. b",
        "a:  \n* b",
        "a: - b",
        "- a\n\n- b",
        "- - a",
        "- - - a",
        "1. - a",
        "- a\n\n\n- b",
        "- a\nb",
        "   - a",
        "- a\n\n    - b\n\n- c",
        "1. *a*\n2. **b** c",
        "- *a*\n    - b",
        "- *a* b **c**\n    - *d*",
        "- # a\nb *c*\n# d\ne *f* `g`",
        "- # a\nb *c* x\n\n    # d\n    e",
        "  1. a",
        "   1. a\n   2. b",
        "    1. a",
        "- a\n\n1. b",
        "3. a\n\n\n4. b",
        "* a  \nb",
        "- [a]: b",
        "- a\n\n    # b\n    c",
        "-\ta",
        "1.\ta",
        "- `a\n- b`",
    ],
    "code": [
        "    a",
        "    a\nb",
        "a\n    b",
        "\ta\n\n    b\n\n    c",
        "    a\n\n\n    b",
        "- a\n\n      b",
        "    <b> & `c`\n    \\*",
        "        a",
        "    *a*\n\n*b*",
        "`a`",
        "``a`b``",
        "`a",
        "``a`",
        r"\`a`",
        r"\\`a`",
        r"\\\`a`",
        r"`a\`",
        "`<b>&amp;`",
        "`*a*`",
        "*`a*`",
        "` a `",
        "`a\nb`",
        "```\na\n```",
        "`````",
        "```a`` b`",
        "**`a`**",
        "[`a`](b)",
        "`a` `b`",
        "``",
    ],
    "breaks": [
        "a  \nb",
        "a   \nb",
        "a  ",
        "a \nb",
        "a\\\nb",
        "*a  \nb*",
        "[a](b  \nc)",
        "# a  \nb",
        "- a  \nb",
        "> a  \n> b",
        "a  \n\nb",
        "  \na",
        "a\t\t\nb",
        "**a**  \nb",
        "a  \n  b",
        "`a  \nb`",
    ],
    "links": [
        "[a](b)",
        '[a](<b c> "d")',
        "[a](b 'c \"d')",
        "[a](b(c)d)",
        "[a](b",
        '[a](b "c)',
        "[a](b)c](d)",
        "[[a](b)](c)",
        "[![a](b)](c)",
        '![a](b.jpg "c")',
        "![a",
        r"!\[a](b)",
        r"\[a](b)",
        r"[a\](b)",
        "[*a](b)*",
        "*[a](b*)",
        "[a](_b_)",
        "[a]()",
        "[](a)",
        "[a] (b)",
        "[a](javascript:b)",
        "[a](\\x)",
        "[a](b\\_c)",
        "[a](&#106;b)",
        "[`a](b)`",
        "[a](b`c`)",
        "[a](x://[b)",
        "**[a](b)**",
        "[**a**](b)",
        "[a](b)[c](d)",
        "![a*b*](c)",
        "[a](b.md#c)",
        "[a](/b/)",
        "[a](#b)",
        "[a](mailto:b@c.de)",
        '[a](b\n"c")',
        "[a",
        "a]",
        "[",
        "![]()",
        '[a](b "*c*")',
        '[a](b "c`d`e")',
        '[a](b "c`) d`")',
    ],
    "references": [
        "[a]",
        "[a]: b",
        "[a]\n\n[a]: b",
        '[a][A]\n\n[a]: <b> "c"',
        "![a]\n\n[a]: b 'c'",
        "![x][a]\n\n[a]: b\n[b]: c",
        "a\n[a]: b\nc [a]",
        '[a]:\n  b\n  "c"\n\n[a]',
        "[a]: b\n[a]",
        "[a]:b",
        "[a ]: b",
        "[a] [b]\n\n[b]: c",
        "[a\nb]\n\n[a b]: c",
        "[^1]\n\n[^1]: a",
        "   [a]: b\nx [a]",
        "    [a]: b\nx [a]",
        "[]: a\n\n[]",
        "[a][b](c)",
        "> [a]: b\n\n[a]",
        "- [a]: b\n\n[a]",
        "[a]: b (c)\n\n[a]",
        "[*a*][b]\n\n[b]: c",
        "[a]\n\n[a]: javascript:b",
        "[a][b][c]\n\n[b]: d",
        "a ]: b",
        "[a]: b\n[c]: d\n---",
        "**[a]**\n\n[a]: b",
        "![*a*]\n\n[*a*]: b",
    ],
    "angles": [
        "<http://a.de>",
        "<http://a.de/_b_*c*>",
        "<a@b.de>",
        "<mailto:a@b.de>",
        "<a>",
        "<a@b",
        "a@b>",
        "<A://>",
        "<a://b c>",
        "<ä@b.de>",
        "*<a@b.de>*",
        "<&#109;a@b.de>",
        "<b>a</b>",
        "<script>a</script>",
        "<!-- a -->",
        "<div>\n\n*a*\n\n</div>",
        "a < b > c",
        "<http://a.de/`b`>",
        "<javascript://a>",
        "<a\\@b.de>",
        "<http://a?b&c>",
        "**<http://a.de>**",
    ],
    "entities": [
        "&amp;",
        "&",
        "&a",
        "&;",
        "&#38;",
        "&#x26;",
        "&#xZ;",
        "&*amp;*",
        r"&amp\;",
        "*&amp;*",
        "[&amp;](&amp;)",
        "&#2;",
        "`&amp;`",
        "AT&T",
        "a&b;c",
        "&lt;script&gt;",
        "&am*p;*",
        "&#0;",
        "<p>&wzxhzdk:0;</p>",
        "![&amp;](b.png)",
        '[a](b "&quot;")',
    ],
    "escapes": [
        "\\a",
        "\\\\",
        "\\\\\\",
        r"\*\_\`\[\]\(\)\{\}\#\+\-\.\!\>\|",
        r"\<",
        r"\&amp;",
        r"\"",
        "a\\",
        r"**\***",
        r"[\*](\*)",
        r"![\*](\*.png)",
        "\\\n",
        r"`\*`",
        r"\# a",
        r"1\. a",
        r"\- a",
        r"\> a",
        r"*a \* b*",
    ],
    "tables": [
        "|a|b|\n|-|-|\n|c|d|",
        "a|b\n-|-\nc|d",
        "|a|\n|-|\n|b|",
        "|a|\n-\nb",
        "|a\n|-\n|b",
        "a|\n-|\nb|",
        "| a | b |\n|:--|--:|\n| `c|d` | e \\| f |\n| g |",
        "a|b\n---|:-:",
        "|",
        "|\n|",
        "||\n||",
        "a|b\n---",
        "a|b\n--|--|--",
        "- a|b\n  -|-\n  c|d",
        "> a|b\n> -|-",
        "    a|b\n    -|-",
        "a\n\n|b|c|\n|-|-|",
        "*a|b*\n-|-",
        "a|b\n- -|- -",
        "a\n|-|",
        "a \\|b\n-|-",
        "`a|b`\n-|-",
        "a\\\\|\n-\\\\|",
        "|Bürger*innen|*b*|\n|-|-|",
        "x\n|a|b|\n|-|-|",
        "|a|b|\n|-|-|\n\n|c|d|\n|-|-|",
        "# a|b\n-|-",
        "a|b\n-|-\n# c",
        "a|b\n=|=",
        "[a]: b|c\n-|-",
        "1. a|b\n-|-",
        "a|b\n-|-\n    c|d",
        "-|-\n-|-",
        "a|b\n-|-\n***",
        "a|b\n***\n-|-",
    ],
    "placeholders": [
        "\x02klzzwxh:0000\x03",
        "klzzwxh:0000",
        "*a* \x02klzzwxh:0000\x03",
        "\x0242\x03",
        "\x02amp\x03",
        "\x02wzxhzdk:0\x03 &amp;",
        "a\x03\x02b",
        "a\x02b",
        "a\x03b",
        "a\n\x02 \x03\nb",
        "\x02*\x03a*",
        "\x1f",
        "[a](\x1fb)",
        "wzxhzdk:0 &amp;",
    ],
    "length": [
        "a " * 20_000,
        "a*b " * 3_000,
        "*a* " * 300,
        "[" * 300,
        "`" * 999,
        "*" * 999,
        "_a " * 300,
        "> " * 60 + "a",
        "- " * 60 + "a",
        "- " * 600 + "a",
        "\n".join("    " * n + "- a" for n in range(12)),
        "&amp;" * 300,
        "\\*" * 300,
        "|" * 300 + "\n" + "|-" * 300,
        "a  \n" * 300,
        "[a](b) " * 100,
    ],
}


@pytest.mark.parametrize("kind", CASES)
def test_cases(kind):
    for text in CASES[kind]:
        check(text)


def test_cases_side_by_side():
    """What one paragraph or text leaves behind must not reach the next."""
    texts = [text for kind in CASES if kind != "length" for text in CASES[kind]]
    check("\n\n".join(texts))
    check("\n".join(texts))


FRAGMENTS = [
    *"#*_-=+>|[]()!`\\<>&;:.\"'{}~^1ab \n\n\n",
    "\n\n",
    "\n\n",
    "  \n",
    "\n    ",
    "\n- ",
    "\n* ",
    "\n1. ",
    "\n> ",
    "\n# ",
    "\n---\n",
    "\n===\n",
    "\n|---|---|\n",
    "\n-|-\n",
    "\t",
    "    ",
    "  ",
    " | ",
    "# ",
    "## ",
    "> ",
    "- ",
    "+ ",
    "1. ",
    "2) ",
    "١. ",
    "². ",
    "***",
    "* * *",
    "- - -",
    "**",
    "__",
    "``",
    "```",
    "\\*",
    "\\[",
    "\\|",
    "\\`",
    "\\\\",
    "a*b",
    "a_b",
    "*a*",
    "**b**",
    "_c_",
    "*a **b** c*",
    "`a`",
    "`a|b`",
    "Schüler*innen",
    "*innen",
    "[a](b)",
    '[a](<b c> "t")',
    "![a](b.png)",
    "[a][b]",
    "[a]",
    "![a]",
    "[b]: /u\n",
    '\n[a]: <http://x.de> "T"\n',
    "[^1]",
    "\n[^1]: Fuß",
    "<http://a.de/_x_>",
    "<a@b.de>",
    "http://a.de",
    "<b>",
    "</b>",
    "<script>",
    "<!-- c -->",
    "<div>\n",
    "&amp;",
    "&#38;",
    "&#2;",
    "&x",
    "|a|b|",
    "a | b",
    "Die Fraktion ",
    "„Zitat“ ",
    "– ",
    "ß",
    "😀",
    "klzzwxh:0000",
    "wzxhzdk:0",
    "\x02",
    "\x03",
    "\x02klzzwxh:0000\x03",
    "\x0242\x03",
    "\x1f",
    "\x00",
    "\x0b",
    "\x1c",
    "\x85",
    "\xa0",
    "\u2028",
    "\u200b",
    "\r",
    "\r\n",
]
fragments = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=12).map("".join)
texts = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), min_size=8, max_size=60).map("".join),
    st.builds(str.join, st.sampled_from(["\n", "\n\n"]), st.lists(fragments, min_size=2, max_size=8)),
    st.sampled_from(
        [
            "*_a ",
            "*a \n",
            "[]()a!",
            "`\\ a|\n",
            "-= \na",
            "> \n-1.",
            "&;#a<>@:/",
            "|-: \n`\\",
            "*1 \na.",
            "#\\ \n",
            '[]: \nb"',
            "*_",
        ]
    ).flatmap(lambda signs: st.text(signs, max_size=60)),
)
fuzz = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


@settings(fuzz, max_examples=400, derandomize=True)
@given(texts)
def test_generated_texts(text):
    check(text)


@pytest.mark.lang
@settings(fuzz, max_examples=8000)
@given(texts)
def test_many_generated_texts(text):
    check(text)


@pytest.mark.needs("real")
@pytest.mark.parametrize("folder", ["motions-berlin", "motions-karlsruhe"])
def test_real_motions(folder):
    files = [path for path in sorted((REAL / folder).iterdir()) if path.suffix in (".md", ".txt")]
    for path in files:
        check(re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.S))

    assert len(files) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_hostile_lines(name):
    rows = lines(name)
    for row in rows:
        check(row)
    check("\n\n".join(rows))


@settings(fuzz, max_examples=300, derandomize=True)
@given(st.text("aß1_*²\n ", max_size=30))
def test_the_star_is_found_as_if_looked_behind(text):
    """It begins with a literal because that is searched for ten times as fast."""
    plainly = re.compile(r"(?<=[^\W\d_])\*(?=[^\W\d_])")
    star = fast().inlinePatterns["star"].getCompiledRegExp()

    assert [m.span() for m in star.finditer(text)] == [m.span() for m in plainly.finditer(text)]


# What people mostly write: plain paragraphs, lists, emphasis, links; and what comes close to it.
PLAIN = [
    "Die Verwaltung",
    "Schüler*innen",
    "**nicht aus**",
    "*bedarfsgerecht*",
    "**Bürger*innen**",
    "(**ja**)",
    "„*so*“",
    "[Übersicht](/antraege/)",
    "[hier](https://example.org/a?b=c#d)",
    "[Radweg](2024-03-radweg.md)",
    "[Plan](plan.pdf)",
    "83 %",
    "§ 5",
    "12. Juni",
    "1. eins",
    "2. zwei",
    "7. sieben",
    "- a",
    "- **b** c",
    "> Zitat",
    "> **Zitat**",
    "– so",
    "(a)",
    "2030 wird",
    "K 14: gut",
    "a > b",
    "“",
    "„",
    ".",
    ",",
    ":",
    "?",
    "!",
    "x",
    "1",
    "½",
    "²",
    "é",
    *[
        "*",
        "**",
        "***",
        "* ",
        " *",
        "[",
        "]",
        "](",
        "(",
        ")",
        "[]",
        "()",
        "]:",
        "![",
        "_",
        "`",
        "&",
        "<",
        "\\",
        "|",
        ">",
        "> ",
        "-",
        "- ",
        "- -",
        "+",
        "#",
        "=",
        "1.",
        "1. ",
        "1) ",
        "0. ",
        "١. ",
        "\t",
        " ",
        "  ",
        "\xa0",
        "\u2028",
        "\x0b",
        "\x1c",
        "'",
        '"',
        "~~~",
        "//",
        "javascript:a",
        "mailto:a@b.de",
    ],
    *["\n"] * 8,
    *["\n\n"] * 8,
    *[" "] * 8,
]
near_plain = st.lists(st.sampled_from(PLAIN), min_size=1, max_size=14).map("".join)


@settings(fuzz, max_examples=1500, derandomize=True)
@given(near_plain)
def test_nearly_plain_texts(text):
    check(text)


@pytest.mark.lang
@settings(fuzz, max_examples=40_000)
@given(near_plain)
def test_many_nearly_plain_texts(text):
    check(text)


# -------------------------------------------------------------------------------------- less work


def asked(text: str) -> tuple[Counter[str], Counter[str]]:
    """How often which inline pattern was searched for, and which block processor asked."""
    ours = make_converter(KNOWN)
    inline, blocks = Counter(), Counter()

    def counted(count: Counter[str], name: str, function):
        def wrapper(*arguments):
            count[name] += 1
            return function(*arguments)

        return wrapper

    for pattern in ours.inlinePatterns:
        pattern.getCompiledRegExp = counted(inline, type(pattern).__name__, pattern.getCompiledRegExp)
    for processor in ours.parser.blockprocessors:
        processor.test = counted(blocks, type(processor).__name__, processor.test)
    ours.parser.freeze()
    assert convert(lambda: ours, text).html
    return inline, blocks


@pytest.mark.parametrize(
    "text",
    [
        "Die Verwaltung prüft, wie – bis 2030 – „alles“ gelingt (§ 3).",
        "Zwei\nZeilen - und 1. kein Punkt",
        "Grüße!\n\n~ noch einer",
    ],
)
def test_for_a_plain_paragraph_nothing_is_searched(text):
    inline, blocks = asked(text)

    assert not inline
    assert set(blocks) <= {"EmptyBlockProcessor"}


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("**Ja**, Bürger*innen", {"Star", "Emphasis"}),
        ("[hier](a.md)", {"LinkInlineProcessor"}),  # and no reference, as none is defined
        ("a & b", {"HtmlInlineProcessor"}),
        ("`a`", {"BacktickInlineProcessor"}),
        ("zwei  \nZeilen", {"SubstituteTagInlineProcessor"}),
    ],
)
def test_only_patterns_whose_sign_is_there_are_searched(text, patterns):
    assert set(asked(text)[0]) == patterns


@pytest.mark.parametrize(
    ("text", "processors"),
    [
        ("## Antrag", {"HashHeaderProcessor"}),
        ("- a", {"SaneUListProcessor"}),
        ("> a", {"BlockQuoteProcessor"}),
        ("2030 wird", {"SaneOListProcessor", "ParagraphProcessor"}),
    ],
)
def test_only_processors_that_could_say_yes_are_asked(text, processors):
    assert set(asked(text)[1]) - {"EmptyBlockProcessor", "ReferenceProcessor"} == processors


# -------------------------------------------------------------------------------------- where it does not hold


def test_another_version_gets_the_stock_converter(monkeypatch):
    monkeypatch.setitem(sys.modules, "plugins.records.fast_markdown", None)  # not even imported
    monkeypatch.setattr(library, "__version__", "3.11.4")
    markdown.converter.cache_clear()
    try:
        assert type(markdown.converter()) is library.Markdown
        assert to_html("Bürger*innen", "a", "b").html == "<p>Bürger*innen</p>"
    finally:
        markdown.converter.cache_clear()


def test_the_pinned_version_gets_the_fast_converter():
    """After an upgrade: read what changed in the library, set `KNOWN`, run this file with the long tests."""
    assert f'"Markdown=={KNOWN}"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert type(make_converter(library.__version__)) is not library.Markdown


class Shout(BlockProcessor):
    def test(self, parent, block):
        return block.startswith("Achtung")

    def run(self, parent, blocks):
        blocks[0] = blocks[0].upper()


class Cross(InlineProcessor):
    ANCESTOR_EXCLUDES = ("strong", "blockquote")

    def handleMatch(self, m, data):
        return "†", m.start(0), m.end(0)


@pytest.mark.parametrize(
    "text",
    ["Achtung", "Achtung\nzwei", "a+b", "**a+b** a+b", "# a+b", "- *a+b*", "[a+b](c) **[a+b](c)**", "a+b\n\n> - a+b"],
)
def test_what_it_does_not_know_is_always_asked(text):
    both = make_converter("another"), make_converter(KNOWN)
    for ours in both:
        ours.parser.blockprocessors.register(Shout(ours.parser), "shout", 95)
        ours.inlinePatterns.register(Cross(r"\+", ours), "cross", 175)
    both[1].freeze()

    assert convert(lambda: both[1], text) == convert(lambda: both[0], text)
    assert convert(lambda: both[1], text) != convert(stock, text)
