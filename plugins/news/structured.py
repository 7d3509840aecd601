"""A news item of our own as schema.org's NewsArticle."""

from __future__ import annotations

from typing import Any

from ..press import Frame
from ..press.structured import publisher, shown
from .model import Item


def structured(item: Item, frame: Frame) -> dict[str, Any]:
    about = [
        {"@type": "CreativeWork", "name": link.text, "url": frame.absolute(link.path)}
        for link in item.motions
        if link.path
    ]
    return {
        "@type": "NewsArticle",
        "headline": item.title,
        "description": item.teaser,
        "url": frame.absolute(item.path),
        "mainEntityOfPage": frame.absolute(item.path),
        "inLanguage": "de",
        "datePublished": item.published.isoformat(),
        "dateModified": item.updated.isoformat(),
        "author": publisher(frame),
        "publisher": publisher(frame),
        "image": shown(frame, item.picture),
        "about": about,
        "keywords": ", ".join(topic.text for topic in item.topics),
    }
