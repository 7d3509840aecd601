"""A person as schema.org's Person: what her page says, no more."""

from __future__ import annotations

from typing import Any

from ..press import Frame
from ..press.structured import publisher, shown
from .model import Person


def structured(person: Person, current: tuple[bool, ...], frame: Frame) -> dict[str, Any]:
    """`current`: which of the memberships are."""
    bodies = [membership.committee for membership, now in zip(person.memberships, current, strict=True) if now]
    return {
        "@type": "Person",
        "name": person.name,
        "givenName": person.given_name,
        "familyName": person.family_name,
        "honorificPrefix": " ".join(person.titles),
        "jobTitle": person.office,
        "description": person.life,
        "url": frame.absolute(person.path),
        "email": list(person.mail),
        "image": shown(frame, person.picture),
        "homeLocation": [{"@type": "Place", "name": place.text} for place in person.places],
        "memberOf": [
            *([publisher(frame)] if not person.left else []),
            *({"@type": "Organization", "name": body.text, "url": frame.absolute(body.path)} for body in bodies),
        ],
        "knowsAbout": [topic.text for topic in person.topics],
        "sameAs": [*filter(None, [person.web]), *(account.address for account in person.accounts)],
    }
