"""A motion as schema.org's CreativeWork."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..press import Frame
from ..press.structured import publisher
from .model import Motion


def structured(motion: Motion, frame: Frame, as_of: dt.date) -> dict[str, Any]:
    persons = [
        {"@type": "Person", "name": s.person.text, "url": frame.absolute(s.person.path) if s.person.path else ""}
        for s in motion.signatories
    ]
    groups = [{"@type": "Organization", "name": name} for name in motion.originators]
    return {
        "@type": "CreativeWork",
        "@id": frame.absolute(motion.short_path),
        "url": frame.absolute(motion.path),
        "name": motion.title,
        "genre": motion.kind,
        "inLanguage": "de",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "Drucksache", "value": number}
            for number in (motion.reference, *motion.other_references)
            if number
        ],
        "abstract": motion.summary,
        "creativeWorkStatus": motion.status.label,
        "author": [*groups, *persons],
        "publisher": publisher(frame),
        "dateCreated": motion.date.isoformat(),
        "datePublished": motion.published.isoformat(),
        "dateModified": max(as_of, motion.published).isoformat(),
        "about": [{"@type": "Thing", "name": topic.text, "url": frame.absolute(topic.path)} for topic in motion.topics],
        "spatialCoverage": [{"@type": "Place", "name": place.text} for place in motion.places],
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": frame.absolute(motion.main_file.path),
            "name": motion.main_file.title,
        }
        if motion.main_file
        else None,
        "isPartOf": {
            "@type": "Collection",
            "name": f"Anträge und Anfragen: {frame.name}",
            "url": frame.absolute("antraege/"),
        },
    }
