"""What a page may load and run (Content Security Policy): the one list for the servers' header and for the pages' own element.

A page says the narrowest policy that it can live with; a browser applies both. So a page on somebody else's
web space, where no header can be set, is as safe.
"""

from __future__ import annotations

POLICY = {
    "default-src": "'none'", "style-src": "'self'", "img-src": "'self'", "script-src": "'self'", "connect-src": "'self'", "font-src": "'self'", "manifest-src": "'self'",
    "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip
HEADER_ONLY = ("frame-ancestors",)  # without effect in a page (CSP 3, 3.3)
WASM = " 'wasm-unsafe-eval'"  # the search runs a program of its own kind (WebAssembly); nothing else may
SEARCH = "suche/"  # the one address where it runs
EMBEDDED = "einbetten/"  # lists that anybody may show in a frame
FRAMED = "*"  # the web at large (CSP 3, 6.4.2)


def build_policy(*, search: bool = False, embedded: bool = False) -> str:
    """For a server's header: whole, for any page; `embedded`: for one that may stand in somebody else's."""
    policy = {**POLICY, "frame-ancestors": FRAMED} if embedded else POLICY
    return "; ".join(f"{name} {value}{WASM if search and name == 'script-src' else ''}" for name, value in policy.items())


def page_policy(*, script: bool = False, search: bool = False) -> str:
    """For a page's own element: what this page does not use is not named, and so falls to default-src.

    connect-src stays: Lighthouse asks for robots.txt as the page would, and calls it broken where the page may not.
    """
    unused = {*HEADER_ONLY, "manifest-src", *(() if script or search else ("script-src",))}
    return "; ".join(part for part in build_policy(search=search).split("; ") if part.split()[0] not in unused)
