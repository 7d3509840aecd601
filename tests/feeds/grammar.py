"""What makes a feed valid: Atom by RFC 4287, RSS by its specification, JSON Feed by version 1.1. Each answers with what is wrong."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ITEM = {"title", "link", "description", CONTENT, "author", "guid", "category", "enclosure", "pubDate"}
CHANNEL = {
    "title",
    "link",
    "description",
    "copyright",
    "docs",
    "generator",
    "language",
    "lastBuildDate",
    "managingEditor",
    "item",
    f"{ATOM}link",
}
SAFE = etree.XMLParser(resolve_entities=False, no_network=True)


@cache
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


def wrong_atom(data: bytes) -> list[str]:
    feed = etree.fromstring(data, SAFE)
    if not schema().validate(feed):
        return [str(error) for error in schema().error_log][:5]
    entries = feed.findall(f"{ATOM}entry")
    found = []
    if len([link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]) != 1:
        found.append("4.1.1: a feed should say where it is")
    for owner in (feed, *entries):
        kinds = [
            (link.get("type"), link.get("hreflang"))
            for link in owner.findall(f"{ATOM}link")
            if link.get("rel", "alternate") == "alternate"
        ]
        if len(kinds) != len(set(kinds)) or not kinds:
            found.append(f"4.1.1: alternate links of {owner.findtext(f'{ATOM}id')}: {kinds}")
    marks = [(entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated")) for entry in entries]
    found += [f"4.1.1: twice: {mark}" for mark in set(marks) if marks.count(mark) > 1]
    found += [
        f"4.2.9: {id} was updated before it was published"
        for id, updated, published in (
            (e.findtext(f"{ATOM}id"), e.findtext(f"{ATOM}updated"), e.findtext(f"{ATOM}published")) for e in entries
        )
        if dt.datetime.fromisoformat(updated) < dt.datetime.fromisoformat(published)
    ]
    found += [f"no title: {e.findtext(f'{ATOM}id')}" for e in entries if not (e.findtext(f"{ATOM}title") or "").strip()]
    return found


def wrong_rss(data: bytes) -> list[str]:
    rss = etree.fromstring(data, SAFE)
    found = (
        [] if (rss.tag, rss.get("version"), [e.tag for e in rss]) == ("rss", "2.0", ["channel"]) else ["not RSS 2.0"]
    )
    channel = rss[0]
    found += [
        f"channel has no {name}"
        for name in ("title", "link", "description")
        if not (channel.findtext(name) or "").strip()
    ]
    found += [f"unknown: {e.tag}" for e in channel if e.tag not in CHANNEL] + [
        f"unknown: {e.tag}" for item in channel.findall("item") for e in item if e.tag not in ITEM
    ]
    if [link.get("rel") for link in channel.findall(f"{ATOM}link")].count("self") != 1:
        found.append("RSS profile: a feed should say where it is")
    guids = [item.findtext("guid") for item in channel.findall("item")]
    found += [f"guid twice: {guid}" for guid in set(guids) if guids.count(guid) > 1]
    for item in channel.findall("item"):
        singles = [e.tag for e in item if e.tag != "category"]
        found += [f"{tag} twice" for tag in set(singles) if singles.count(tag) > 1]
        if not (item.findtext("title") or "").strip() or not absolute(item.findtext("link")):
            found.append(f"item without title or link: {item.findtext('guid')}")
        if item.find("guid").get("isPermaLink") != "false":
            found.append("our ids are no addresses")
        if email.utils.parsedate_tz(item.findtext("pubDate")) is None or not re.fullmatch(
            r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", item.findtext("pubDate")
        ):
            found.append(f"pubDate: {item.findtext('pubDate')}")
        if not re.fullmatch(r"\S+@\S+ \(.+\)", item.findtext("author") or ""):
            found.append(f"author: {item.findtext('author')}")
        for enclosure in item.findall("enclosure"):
            if not (
                absolute(enclosure.get("url"))
                and enclosure.get("length", "").isdecimal()
                and "/" in enclosure.get("type", "")
            ):
                found.append(f"enclosure: {dict(enclosure.attrib)}")
    return found


def wrong_json(data: bytes) -> list[str]:
    feed = json.loads(data)
    found = [] if feed["version"] == "https://jsonfeed.org/version/1.1" else ["version"]
    known = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "hubs", "items"}
    found += [f"unknown: {key}" for key in feed if key not in known and not key.startswith("_")]
    found += [key for key in ("home_page_url", "feed_url") if not absolute(feed[key])]
    ids = [item["id"] for item in feed["items"]]
    found += [f"twice: {id}" for id in set(ids) if ids.count(id) > 1]
    for item in feed["items"]:
        found += [
            f"unknown: {key}"
            for key in item
            if key
            not in {
                "id",
                "url",
                "title",
                "content_html",
                "summary",
                "date_published",
                "date_modified",
                "authors",
                "tags",
                "attachments",
                "image",
            }
        ]
        found += (
            []
            if isinstance(item["content_html"], str) and absolute(item["url"]) and item["title"]
            else [f"item: {item['id']}"]
        )
        found += [
            f"date: {item[key]}"
            for key in ("date_published", "date_modified")
            if dt.datetime.fromisoformat(item[key]).tzinfo is None
        ]
        found += [
            f"attachment: {file}"
            for file in item.get("attachments", ())
            if not (absolute(file["url"]) and "/" in file["mime_type"] and file["size_in_bytes"] >= 0)
        ]
    return found


def absolute(address: str | None) -> bool:
    parts = urlsplit(address or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def wrong(path: str, data: bytes) -> list[str]:
    return {"atom": wrong_atom, "rss": wrong_rss, "json": wrong_json}[path.rpartition(".")[2]](data)
