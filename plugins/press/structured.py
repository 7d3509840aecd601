"""What a page says of itself to programs: schema.org as JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from ..records.compact import dumps
from ..records.quoting import json_in_script
from .page import Frame


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


def organization(frame: Frame, sentence: str) -> dict[str, Any]:
    """The group itself. The last line of an address in the usual form is its town."""
    *street, last = frame.address or ("",)
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
    }
