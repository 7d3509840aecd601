"""What a page may load and run (Content Security Policy): the one list for the servers' header and for the pages' own element.

A page says the narrowest policy that it can live with; a browser applies both. So a page on somebody else's
web space, where no header can be set, is as safe.
"""

from __future__ import annotations

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADER_ONLY = ("frame-ancestors",)  # without effect in a page (CSP 3, 3.3)
FORM = "form-action"
EMBEDDED = "einbetten/"  # lists that anybody may show in a frame
FRAMED = "*"  # the web at large (CSP 3, 6.4.2)


def build_policy(*, embedded: bool = False) -> str:
    """For a server's header: whole, for any page; `embedded`: for one that may stand in somebody else's."""
    policy = {**POLICY, "frame-ancestors": FRAMED} if embedded else POLICY
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def page_policy(*, script: bool = False, form: bool = False) -> str:
    """For a page's own element: what this page does not use is not named, and so falls to default-src.

    connect-src stays: Lighthouse asks for robots.txt as the page would, and calls it broken where the page may not.
    A form is the field of the search, which leads to the search; no page but one with it may send anything anywhere.
    """
    unused = {*HEADER_ONLY, "manifest-src", *(() if script else ("script-src",))}
    parts = (part for part in build_policy().split("; ") if part.split()[0] not in unused)
    return "; ".join(f"{FORM} 'none'" if part.startswith(FORM) and not form else part for part in parts)
