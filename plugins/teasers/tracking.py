"""Addresses without what only tells a statistics program where a reader came from."""

from __future__ import annotations

import re

NAMES = re.compile(
    r"utm_\w+|at_(?:medium|campaign|source|custom\d?|creation|format|variant|send_\w+|general_placement|link_\w+|ptr_\w+|bbc_team)|wt[._]?z?mc(?:[._]\w+)?|wt_[a-z]{1,9}|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|yclid|igshid|igsh|mc_[ce]id|mkt_tok|pk_\w+|mtm_\w+|piwik_\w+|matomo_\w+|hsa_\w+|_hs(?:enc|mi)|xtor|oly_(?:anon|enc)_id|vero_\w+|s_cid|ns_(?:mchannel|campaign|source|linkname|fee)|__twitter_impression|cmpid",
    re.IGNORECASE,
)
WHOLE = re.compile(r"(?:xtor=|ref=rss|utm_|at_medium=|xml_source|rss)[\w=&;.%,\[\]-]{0,200}", re.IGNORECASE)


def untracked(link: str) -> str:
    address, sharp, fragment = link.partition("#")
    path, mark, query = address.partition("?")
    kept = [pair for pair in query.split("&") if not NAMES.fullmatch(pair.partition("=")[0])]
    if mark and kept != query.split("&"):
        address = f"{path}?{'&'.join(kept)}" if any(kept) else path
    return address + (f"{sharp}{fragment}" if sharp and not WHOLE.fullmatch(fragment) else "")


__all__ = ["NAMES", "untracked"]
