"""One policy: a page says a part of what the server says, and no page may run anything but scripts of the site."""

from __future__ import annotations

import re

import pytest

from plugins.press.policy import build_policy, page_policy
from plugins.publishing.webserver import HEADERS, Web, build_caddy, build_nginx


def parts(policy: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.partition(" ") for part in policy.split("; "))}


@pytest.mark.parametrize("form", [False, True])
@pytest.mark.parametrize("script", [False, True])
def test_a_page_never_says_more_than_the_server(script: bool, form: bool) -> None:
    whole, page = parts(build_policy()), parts(page_policy(script=script, form=form))
    assert {name: value for name, value in page.items() if name != "form-action"}.items() <= whole.items()
    assert page["form-action"] == (
        "'self'" if form else "'none'"
    )  # the field of the search leads to the search; nothing else is sent
    assert ("script-src" in page) == script
    assert "frame-ancestors" not in page  # it has no effect there
    assert page["connect-src"] == "'self'"  # Lighthouse
    assert page["default-src"] == "'none'"
    assert (
        page["base-uri"] == whole["base-uri"] == "'none'"
    )  # else one injected element would turn every address of a page
    assert whole["frame-ancestors"] == "'none'"
    assert whole["form-action"] == "'self'"


def test_a_list_for_other_sites_may_stand_in_a_frame_and_nothing_else() -> None:
    """Otherwise it is held to the same."""
    embedded, whole = parts(build_policy(embedded=True)), parts(build_policy())
    assert embedded.pop("frame-ancestors") == "*"
    assert whole.pop("frame-ancestors") == "'none'"
    assert embedded == whole
    web = Web(root="/srv/website", host="www.example.org", path="/fraktion")
    for configuration in ("".join(build_nginx(web).values()), "".join(build_caddy(web).values())):
        assert configuration.count("frame-ancestors *") == 1
        assert re.search(
            r"/fraktion/(?:\(\?:vorschau\S*)?einbetten/\S* [^;]*\"default-src[^\"]*frame-ancestors \*", configuration
        )


def test_nothing_is_evaluated_anywhere() -> None:
    web = Web(root="/srv/website", host="www.example.org", path="/fraktion")
    for said in (
        build_policy(),
        page_policy(),
        page_policy(script=True, form=True),
        HEADERS["Content-Security-Policy"],
        *build_nginx(web).values(),
        *build_caddy(web).values(),
    ):
        assert "unsafe" not in said
        assert "wasm" not in said.replace("application/wasm", "").replace("*.wasm", "").replace("@wasm", "").replace(
            " wasm;", ""
        )
