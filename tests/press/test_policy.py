"""One policy: a page says a part of what the server says, and only the search may run WebAssembly."""

from __future__ import annotations

import re

import pytest

from plugins.press.policy import WASM, build_policy, page_policy
from plugins.publishing.webserver import HEADERS, Web, build_caddy, build_nginx


def parts(policy: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.partition(" ") for part in policy.split("; "))}


@pytest.mark.parametrize("options", [{}, {"script": True}, {"search": True}])
def test_a_page_never_says_more_than_the_server(options: dict[str, bool]) -> None:
    whole, page = parts(build_policy(search="search" in options)), parts(page_policy(**options))
    assert page.items() <= whole.items()
    assert ("script-src" in page) == bool(options)
    assert "frame-ancestors" not in page  # it has no effect there
    assert page["connect-src"] == "'self'"  # Lighthouse
    assert page["default-src"] == "'none'" and page["form-action"] == "'none'"
    assert page["base-uri"] == whole["base-uri"] == "'none'"  # else one injected element would turn every address of a page
    assert whole["frame-ancestors"] == "'none'"


def test_a_list_for_other_sites_may_stand_in_a_frame_and_nothing_else() -> None:
    """Otherwise it is held to the same."""
    embedded, whole = parts(build_policy(embedded=True)), parts(build_policy())
    assert embedded.pop("frame-ancestors") == "*"
    assert whole.pop("frame-ancestors") == "'none'"
    assert embedded == whole
    web = Web(root="/srv/website", host="www.example.org", path="/fraktion")
    for configuration in (build_nginx(web), build_caddy(web)):
        assert configuration.count("frame-ancestors *") == 1
        assert re.search(r"/fraktion/(?:\(\?:vorschau\S*)?einbetten/\S* [^;]*\"default-src[^\"]*frame-ancestors \*", configuration)


def test_webassembly_runs_on_the_page_of_the_search_alone() -> None:
    assert WASM.strip() in parts(build_policy(search=True))["script-src"]
    assert "wasm" not in build_policy() + page_policy() + page_policy(script=True) + HEADERS["Content-Security-Policy"]
    web = Web(root="/srv/website", host="www.example.org", path="/fraktion")
    for configuration in (build_nginx(web), build_caddy(web)):
        assert configuration.count(build_policy(search=True)) == 1
        assert configuration.count(build_policy()) == 1
        line = next(line for line in configuration.splitlines() if WASM in line)
        assert re.search(r"/fraktion/\S*suche/", line)
