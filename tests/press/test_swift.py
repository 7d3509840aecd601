"""Jinja asked less gives what Jinja gives."""

from __future__ import annotations

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from plugins.press import swift, templates
from plugins.press.templates import OPTIONS, environment
from plugins.press.write import make
from plugins.site.content import read_site
from plugins.site.pages import site_pages
from plugins.site.settings import load

from ..conftest import ROOT, TODAY


def both(source: str, **values) -> tuple[str, str]:
    """The text that Jinja itself makes, and ours."""
    usual, ours = (jinja2.Environment(loader=jinja2.DictLoader({"parts": "{% macro twice(a, b='b<', c=none) %}{{ a }}{{ b }}{{ c }}{% endmacro %}", "page": source}), **OPTIONS) for _ in range(2))
    swift.hasten(ours)
    return usual.get_template("page").render(values), ours.get_template("page").render(values)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.integers(), st.none(), st.booleans(), st.dates(), st.text().map(Markup), st.text().map(escape), st.lists(st.text())))
def test_every_value_is_escaped_alike(value) -> None:
    usual, ours = both("{{ value }}<i title='{{ value }}'>", value=value)
    assert ours == usual


@pytest.mark.parametrize(
    "source",
    [
        "{% from 'parts' import twice %}{{ twice(v) }}{{ twice(v, v) }}{{ twice(v, b=v) }}{{ twice(v, v, v) }}{{ twice(v) is string }}",
        "{% from 'parts' import twice %}{% for x in [v, 'y'] %}{{ twice(x) | upper }}{{ twice(twice(x)) }}{{ loop.index }}{% endfor %}",
        "{% macro around(a) %}<b>{{ caller(a) }}</b>{% endmacro %}{% call(a) around(v) %}{{ a }}{% endcall %}",
        "{% macro many() %}{{ varargs | join }}{{ kwargs | length }}{% endmacro %}{{ many(v, v, x=v) }}",
        "{% set a %}{{ v }}<p>{% endset %}{{ a }}{{ v ~ a }}{{ '%s' | format(v) }}{{ v.upper() }}",
    ],
)  # fmt: skip
def test_every_way_to_call_gives_the_same(source: str) -> None:
    usual, ours = both(source, v="<&'\">")
    assert ours == usual
    assert "<&'" not in ours


@pytest.mark.parametrize(
    "source",
    [
        "{{ m.a.b.c }}{{ m['a'].b.c }}{{ m.a.keys() | join }}",
        "{{ m.a.none is defined }}{{ m.none is defined }}{{ m.a.b.none | default('–') }}",
        "{% for x in rows if x.n.k > 1 %}{{ x.n.k }}{{ loop.index }}{% endfor %}{{ rows | map(attribute='n.k') | join }}",
        "{% macro of(x) %}{{ x.n.k }}{{ x.items.none is defined }}{% endmacro %}{{ of(rows[0]) }}{% set y = rows[1].n %}{{ y.k }}",
        "{{ rows[0].n.k if rows[0].n.k == rows[1].n.k else rows[1].n.k }}{{ v.upper().lower().title() }}",
    ],
)
def test_what_follows_a_point_is_found_alike(source: str) -> None:
    usual, ours = both(source, m={"a": {"b": {"c": "<1>"}}}, rows=[{"n": {"k": 1}}, {"n": {"k": 2}}], v="Kreis")
    assert ours == usual


def test_what_is_not_there_is_a_mistake_as_ever() -> None:
    for source in ("{{ m.none }}", "{{ m.a.none.more }}", "{{ none_such.a }}"):
        said = []
        for change in (lambda env: None, swift.hasten):
            env = jinja2.Environment(**OPTIONS)
            change(env)
            with pytest.raises(jinja2.UndefinedError) as told:
                env.from_string(source).render(m={"a": {}})
            said.append(str(told.value))
        assert said[0] == said[1]


def test_too_many_values_are_a_mistake_as_ever() -> None:
    with pytest.raises(TypeError, match="takes not more than"):
        both("{% from 'parts' import twice %}{{ twice(1, 2, 3, 4) }}")


def test_the_sample_is_the_same_with_jinja_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the way back: another version of Jinja is used as it is."""
    told = load(ROOT / "pelicanconf.py", HEUTE=TODAY)
    pages = [page for page in site_pages(read_site(told.content, told.today)[0], told) if isinstance(page.maker, str)]
    ours = environment(told.theme)
    monkeypatch.setattr(swift, "VERSION", "0")
    usual = environment(told.theme)

    assert ours.context_class is not usual.context_class
    assert [page.path for page in pages if make(ours, page) != make(usual, page)] == []


def test_an_address_is_quoted_where_it_needs_to_be() -> None:
    for target in ("antraege/2024-03-radweg/", "a/b c.pdf", "ä/ü.pdf", "x#y", "a%20b", "", "100%/a?b=c&d", 'x"><script>', "a\n"):
        assert templates.href(None, target) == (templates.quote(target, safe="/#-_.~,()+") or "./")
