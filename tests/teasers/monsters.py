"""Feeds that nobody writes by accident: each is small on the wire, or at most as large as may be fetched, and wants to become large or slow."""

from __future__ import annotations

from collections.abc import Callable

FULL = 4_900_000  # bytes; nearly what is fetched at most


def rss(inside: str) -> bytes:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>{inside}</channel></rss>".encode()


def fill(piece: str) -> str:
    return piece * (FULL // len(piece))


def laughs() -> bytes:
    """Billion laughs: ten levels of entities, ten of the last in each."""
    entities = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 11))
    return f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY l0 'ha'>{entities}]><rss version='2.0'><channel><item><title>&l10;</title></item></channel></rss>".encode()


MONSTERS: dict[str, Callable[[], bytes]] = {
    "billion-laughs": laughs,
    "quadratic-entity": lambda: (
        f"<!DOCTYPE rss [<!ENTITY a '{'a' * 100_000}'>]><rss version='2.0'><channel><item><title>{'&a;' * 20_000}</title></item></channel></rss>".encode()
    ),
    "external-entity": lambda: (
        b"<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><item><title>&a;root</title><link>https://a.example/</link></item></channel></rss>"
    ),
    "external-dtd": lambda: (
        b"<!DOCTYPE rss SYSTEM 'http://127.0.0.1/x.dtd'><rss version='2.0'><channel><item><title>A</title></item></channel></rss>"
    ),
    "deep": lambda: rss("<item>" + "<a>" * 500_000),
    "deep-closed": lambda: rss("<item>" + "<a>" * 300_000 + "</a>" * 300_000 + "</item>"),
    "deep-html": lambda: rss("<item><title>A</title><description>" + "&lt;div&gt;" * 300_000 + "</description></item>"),
    "deep-xhtml": lambda: (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title><content type='xhtml'>"
        + b"<div>" * 400_000
        + b"</content></entry></feed>"
    ),
    "deep-json": lambda: b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 2_000_000,
    "wide-json": lambda: b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + b"{}," * 1_500_000 + b"{}]}",
    "tiny-items": lambda: rss(fill("<item/>")),
    "items-unclosed": lambda: fill("<item><title>a").encode(),
    "huge-attribute": lambda: rss(f"<item a='{'a' * FULL}'><title>A</title></item>"),
    "many-attributes": lambda: rss(
        "<item " + "".join(f"a{n}='' " for n in range(300_000)) + "><title>A</title></item>"
    ),
    "many-namespaces": lambda: (
        "<rss version='2.0' "
        + "".join(f"xmlns:n{n}='u{n}' " for n in range(100_000))
        + "><channel><item><title>A</title></item></channel></rss>"
    ).encode(),
    "huge-title": lambda: rss(f"<item><title>{'a ' * (FULL // 2)}</title></item>"),
    "ampersands": lambda: rss("<item><title>" + "&" * 2_000_000 + "</title></item>"),
    "angles": lambda: rss("<item><title>" + "<" * 2_000_000 + "</title></item>"),
    "comment-open": lambda: rss("<item><title>A</title><description>" + "<!--" * 500_000),
    "cdata-open": lambda: rss("<item>" + "<title><![CDATA[" * 200_000),
    "declarations": lambda: fill("<!DOCTYPE a [").encode(),
    "entities": lambda: (
        "<!DOCTYPE rss ["
        + "".join(f"<!ENTITY e{n} 'a'>" for n in range(150_000))
        + "]><rss><channel><item><title>A</title></item></channel></rss>"
    ).encode(),
    "categories": lambda: rss("<item><title>A</title>" + "<category>a</category>" * 150_000 + "</item>"),
    "links": lambda: (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title>"
        + b"<link rel='alternate' href='/a'/>" * 120_000
        + b"</entry></feed>"
    ),
    "bases": lambda: b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<entry xml:base='a/'>" * 150_000,
    "nulls": lambda: bytes(FULL),
    "blanks": lambda: b" " * FULL + b"<rss version='2.0'>",
    "utf-16": lambda: rss("<item><title>ä</title></item>" * 60_000).decode().encode("utf-16"),
    "utf-7": lambda: rss("<item><title>+ADw-script+AD4-</title></item>").replace(
        b"version='1.0'", b"version='1.0' encoding='utf-7'", 1
    ),
    "date-digits": lambda: rss("<item><title>A</title><pubDate>" + "1" * 1_000_000 + "</pubDate></item>"),
    "date-blanks": lambda: rss("<item><title>A</title><pubDate>" + " " * 1_000_000 + "x</pubDate></item>"),
    "place-nowhere": lambda: (
        b"<rss version='2.0' xmlns:gml='http://www.opengis.net/gml' xmlns:georss='http://www.georss.org/georss'><channel><item><gml:pos>1 2</gml:pos><title>A</title></item></channel></rss>"
    ),
    "no-such-sign": lambda: b"<rss version='2.0'><channel><item><title>A&#99999999; &</title></item></channel></rss>",
    "address-as-feed": lambda: b"http://127.0.0.1/feed.xml",
    "file-as-feed": lambda: b"/etc/passwd",
    "html-table": lambda: rss(
        "<item><title>A</title><description>" + "&lt;table&gt;&lt;tr&gt;&lt;td&gt;" * 100_000 + "</description></item>"
    ),
    "html-select": lambda: rss(
        "<item><title>A</title><description>" + "&lt;b&gt;&lt;p&gt;&lt;a href=x&gt;" * 100_000 + "</description></item>"
    ),
}
