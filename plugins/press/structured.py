"""What a page says of itself to programs: schema.org as JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from ..records.compact import dumps
from ..records.links import File
from ..records.quoting import json_in_script
from .page import Crumb, Frame


def as_script(data: Mapping[str, Any]) -> Markup:
    """For a script element. Nothing in the data, whoever wrote it, can leave the element."""
    return Markup(json_in_script(dumps({"@context": "https://schema.org", **filled(data)})))


def filled(data: Any) -> Any:
    """Without what is empty: a property that is there says something."""
    if isinstance(data, Mapping):
        return {
            key: value if type(value) is str else filled(value)
            for key, value in data.items()
            if value or value in (0, False)
        }
    if isinstance(data, (tuple, list)):
        return [filled(value) for value in data]
    return data


def publisher(frame: Frame) -> dict[str, Any]:
    """The group, where another thing names it."""
    return {"@type": "Organization", "@id": frame.absolute("#fraktion"), "name": frame.name, "url": frame.absolute("")}


def organization(frame: Frame, sentence: str, picture: File | None = None) -> dict[str, Any]:
    """The group itself. The last line of an address in the usual form is its town; its own name is no part of its street."""
    *street, last = [line for line in frame.address if line not in (frame.name, frame.short_name)] or [""]
    town = re.fullmatch(r"(\d{5}) (.+)", last)
    address = (
        {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(street),
            "postalCode": town[1],
            "addressLocality": town[2],
            "addressCountry": "DE",
        }
        if town
        else None
    )
    return {
        **publisher(frame),
        "description": sentence,
        "email": frame.mail,
        "telephone": frame.phone,
        "address": address,
        "areaServed": {"@type": "AdministrativeArea", "name": frame.county},
        "logo": frame.absolute(frame.logo.path) if frame.logo else "",
        "image": shown(frame, picture),
        "sameAs": [account.address for account in frame.accounts],
    }


def shown(frame: Frame, picture: File | None) -> str:
    """The address of a picture that a page really shows, in its largest size."""
    return frame.absolute(picture.variant(picture.widths[-1], "jpg")) if picture and picture.width else ""


def breadcrumbs(frame: Frame, crumbs: Iterable[Crumb], title: str, path: str) -> dict[str, Any]:
    """The way to a page, the page itself last (schema.org, BreadcrumbList)."""
    way = [*((crumb.text, crumb.path) for crumb in crumbs), (title, path)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": text, "item": frame.absolute(address)}
            for number, (text, address) in enumerate(way, 1)
        ],
    }
