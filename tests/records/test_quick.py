"""The quick converter gives what Python-Markdown gives, byte for byte, and asks less for it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator

import markdown as library
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor, SimpleTextInlineProcessor

from plugins.records import markdown
from plugins.records.markdown import Html, make_converter, to_html
from plugins.records.quick import Quick

from ..conftest import REAL

STOCK, QUICK = make_converter("another"), make_converter(markdown.QUICK)


@pytest.fixture(autouse=True, scope="module")
def clean() -> Iterator[None]:
    yield
    markdown._converter = None


def convert(ours: library.Markdown, text: str) -> Html | str:
    markdown._converter = ours
    try:
        return to_html(text, "antraege/2024", "2024-03-radweg")
    except RecursionError:  # a line of 500 list marks
        return "too deep"


def check(text: str) -> None:
    assert convert(QUICK, text) == convert(STOCK, text)


# -------------------------------------------------------------------------------------- the same

CASES = r"""
# a|#|####### a|# a #b# ##|#a\|\# a|a
# b
c|# a
---|## \
---|> # a
b
===
a
===|a
---
b|a
--- x|a
 ---|- a
---|a
==
--
***|* * *|- - -|_  _  _|-   -   -|**|** *|*-*|a
***
b|a
 - - - 
b|*a|**a|** a|*	a|* a|*a
* b|**a**
***|**a** **
> a|a
> b|a
    > b|>|> > a
> b|>a
b

> c|   > a|    > a|- > a|1. a
2. b|2. a|7. a

8. b|1. a
   - b|- a
	- b
		- c|- a

  b|- a

    b|- a

        b|+ a
- b
* c|- a
1. b|1. a
- b|* # a
b|- a
# b
c|*|-
a|1.
a|1.a|١. a|². a|2) a|a
2) b|:
- a|a:
1. b|a:  
* b|a: - b|
    a|    a
b|a
    b|	a|a

    b

    c|    a


    b|- a

      b|    <b> & `c`
    \*|a  
b|a  |a   
 b|a 
b|a\
b|*a  
b*|[a](b  
c)|
[a]: b|[a]

[a]: b|[a][A]

[a]: <b> "c"|![a]

[a]: b 'c'|![x][a]

[a]: b
[b]: c|a
[a]: b
c [a]|[a]:
  b
  "c"

[a]|[a]: b
[a]|[a]:b|[a ]: b|[a] [b]

[b]: c|[a
b]

[a b]: c|[^1]

[^1]: a|   [a]: b
x [a]|    [a]: b
x [a]|[]: a

[]|[a](b)|[a](<b c> "d")|[a](b 'c "d')|[a](b(c)d)|[a](b|[a](b "c)|[a](b)c](d)|[[a](b)](c)|[![a](b)](c)|![a](b "c")|![a|!\[a](b)|\[a](b)|[a\](b)|[*a](b)*|*[a](b*)|[a](_b_)|[a]()|[](a)|[a] (b)|[a](javascript:b)|[a](\x)|[a](b\_c)|[a](&#106;b)|[`a](b)`|[a](b`c`)|[a][b](c)|[a](x://[b)|[Bürger*innen](a)|
`a`|``a`b``|`a|``a`|\`a`|\\`a`|\\\`a`|`a\`|`<b>&amp;`|`*a*`|*`a*`|` a `|`a
b`|```
a
```|`````|```a`` b`|
*a*|**a**|***a***|*a **b** c*|**a *b***|***a* b**|***a** b*|*a**b*c|**a*b**|*a _b_ c*|_a_b_|a_b_c|__a__b|*a
b*|* a*|*a *|**a* b*|*a* *b* *c*|***|****a****|*a_|_a*|*(a)*|a*b*c|a*b|Schüler*innen und Bürger*innen|*Schüler*innen*|**Schüler*innen**|_Schüler*innen_|1*2*3|a**b**c|Ä*ö|a*1|*a*b**|\*a*|*\**|*a\*|[a*b](c*d)|***a b **c** d***|*a **b *c* d** e*|**a** _b **c**_|_*_|*_*_|
<http://a.de>|<http://a.de/_b_*c*>|<a@b.de>|<mailto:a@b.de>|<a>|<a@b|a@b>|<A://>|<a://b c>|<ä@b.de>|*<a@b.de>*|<&#109;ailto:a@b.de>|<b>a</b>|<script>a</script>|<!-- a -->|<div>

*a*

</div>|a < b > c|
&amp;|&|&a|&;|&#38;|&#x26;|&#xZ;|&*amp;*|&amp\;|*&amp;*|[&amp;](&amp;)|&#2;|`&amp;`|AT&T|a&b;c|&lt;script&gt;|
\a|\\|\\\|\*\_\`\[\]\(\)\{\}\#\+\-\.\!\>|\||\<|\&amp;|\"|a\|
|a|b|
|-|-|
|c|d||a|b
-|-
c|d|
|a|
|-|
|b||a|
-
b|
| a | b |
|:--|--:|
| `c|d` | e \| f |
| g ||a|b
---|:-:
|
|a|b
---|a|b
--|--|--|- a|b
  -|-
  c|d|> a|b
> -|-|
    a|b
    -|-|a

|b|c|
|-|-|*a|b*
-|-|a|b
- -|- -|a|b|c
-
d"""
# A bar divides, except in the cases that are about bars: they stand between empty lines in a list of their own.
TABLES = [
    "|a|b|\n|-|-|\n|c|d|", "a|b\n-|-\nc|d", "|a|\n|-|\n|b|", "|a|\n-\nb", "|a\n|-\n|b", "a|\n-|\nb|", "| a | b |\n|:--|--:|\n| `c|d` | e \\| f |\n| g |", "a|b\n---|:-:", "|", "|\n|", "||\n||",
    "a|b\n---", "a|b\n--|--|--", "- a|b\n  -|-\n  c|d", "> a|b\n> -|-", "    a|b\n    -|-", "a\n\n|b|c|\n|-|-|", "*a|b*\n-|-", "a|b\n- -|- -", "a\n|-|", "a \\|b\n-|-", "`a|b`\n-|-", "a\\\\|\n-\\\\|", "|Bürger*innen|*b*|\n|-|-|",
    "x\n|a|b|\n|-|-|", "|a|b|\n|-|-|\n\n|c|d|\n|-|-|", "# a|b\n-|-", "a|b\n-|-\n# c", "a|b\n=|=", "[a]: b|c\n-|-", "1. a|b\n-|-", "a|b\n-|-\n    c|d", "-|-\n-|-", "a|b\n-|-\n***", "a|b\n***\n-|-",
]  # fmt: skip
