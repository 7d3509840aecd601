"""Ways to write a link, a number or a PIN, and kinds of files to put them into, each as a function.

What is hidden is put together when the test runs, so that none of it stands in the project.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import quopri
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from urllib.parse import quote

from plugins.records.exact import EXACT

from ..invitations.world import HOST, LINK, NUMBER, PHONE, PIN

ZOOM = "https://us02web.zoo" + "m.us/j/81234567890?pw" + "d=QWErtyQWErty12"
VALUES = (*(f"{EXACT}{value}" for value in (LINK, PHONE, NUMBER, PIN)), HOST)
TEAMS, MEET = (
    "https://teams.micro" + "soft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0",
    "https://meet.goo" + "gle.com/abc-defg-hij",
)
LINKS = {"known service": ZOOM, "own": LINK, "Teams": TEAMS, "Meet": MEET}
FIGURES = {"telephone": PHONE, "meeting": NUMBER, "pin": PIN}
PLANTS = LINKS | FIGURES


def every(sign: str, text: str) -> str:
    return sign.join(text)


def at_host(sign: str, text: str) -> str:
    """The sign before the last point of the host, where a person's eye would not find it."""
    scheme, _, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    begin, _, end = host.rpartition(".")
    return f"{scheme}://{begin}{sign}.{end}{slash}{path}"


def behind_host(sign: str, text: str) -> str:
    scheme, _, rest = text.partition("://")
    host, _, path = rest.partition("/")
    return f"{scheme}://{host}{sign}{path}"


def broken(text: str, place: float, by: str) -> str:
    at = max(1, int(len(text) * place))
    return text[:at] + by + text[at:]


def entities(form: str, text: str) -> str:
    return "".join(form.format(ord(c)) for c in text)


INVISIBLES = {
    "soft hyphen": "\u00ad",
    "zero width": "\u200b",
    "joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order": "\ufeff",
    "variation": "\ufe0f",
    "supplement": "\U000e0100",
    "annotation": "\ufff9",
    "tag": "\U000e0041",
    "left to right": "\u200e",
    "isolate": "\u2068",
    "grapheme": "\u034f",
}
DRESSES: dict[str, Callable[[str], str]] = (
    {
        "plain": lambda v: v,
        "in brackets": lambda v: f"({v})",
        "quoted": lambda v: f"„{v}“",
        "at the end": lambda v: f"{v}.",
        "percent twice": lambda v: quote(quote(v, safe=""), safe=""),
        "percent": lambda v: quote(v, safe=""),
        "decimal entities": partial(entities, "&#{};"),
        "hexadecimal entities": partial(entities, "&#x{:X};"),
        "entities without end": partial(entities, "&#{:07d}"),
        "both": lambda v: entities("&#{};", quote(v, safe="")),
        "JSON": lambda v: "".join(f"\\u{ord(c):04x}" for c in v),
        "JSON slashes": lambda v: v.replace("/", "\\/"),
        "bold": lambda v: broken(v, 0.5, "**"),
        "bold begins": lambda v: f"**{broken(v, 0.55, '**')}",
        "code": lambda v: f"`{v}`",
        "tags": lambda v: broken(v, 0.5, "<b></b>"),
        "tags with digits": lambda v: f'{v[:3]}<span class="T1" data-n="812">{v[3:5]}</span>{v[5:]}',
        "comment": lambda v: broken(v, 0.5, "<!-- 1 > 0 -->"),
        "escaped": lambda v: v.replace(".", "\\."),
        "wide": lambda v: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in v),
        "entities in entities": lambda v: entities("&amp;#{};", v),
        "percent four times": lambda v: quote(quote(quote(quote(v, safe=""), safe=""), safe=""), safe=""),
        "Word's long styles": lambda v: broken(v, 0.5, f'<span style="{"mso-fareast-language: EN-US; " * 40}"></span>'),
        "a sign in a tag": lambda v: broken(v, 0.5, '<span title="1 > 0"></span>'),
        "line separator": lambda v: broken(v, 0.6, "\u2028"),
        "next line": lambda v: broken(v, 0.6, "\x85"),
        "vertical tabulator": lambda v: broken(v, 0.6, "\x0b"),
        "page break": lambda v: broken(v, 0.6, "\x0c"),
        "broken as on an old Mac": lambda v: broken(v, 0.6, "\r"),
        "broken behind a backslash": lambda v: broken(v, 0.6, "\\\n"),
        "stressed": lambda v: f"_{v}_",
        "stressed twice": lambda v: f"__{v}__",
        "broken": lambda v: broken(v, 0.6, "\n"),
        "broken and indented": lambda v: broken(v, 0.6, "\n    "),
        "broken in a quote": lambda v: broken(v, 0.6, "\n> "),
        "broken as Windows": lambda v: broken(v, 0.6, "\r\n"),
        "hard break": lambda v: broken(v, 0.6, "<br>\n"),
    }
    | {f"{name} in it": lambda v, sign=sign: broken(v, 0.5, sign) for name, sign in INVISIBLES.items()}
    | {f"{name} everywhere": lambda v, sign=sign: every(sign, v) for name, sign in INVISIBLES.items()}
)
LINK_DRESSES: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "no scheme": lambda v: v.partition("://")[2],
    "Markdown": lambda v: f"[hier]({v})",
    "Markdown with a title": lambda v: f'[hier]({v} "x")',
    "pointed": lambda v: f"<{v}>",
    "attribute": lambda v: f"<a href='{v.replace('&', '&amp;')}'>x</a>",
    "reference": lambda v: f"[1]: {v}",
    "redirected": lambda v: f"https://example.org/weiter?url={quote(v, safe='')}",
    "point of the host": partial(behind_host, "./"),
    "two slashes": partial(behind_host, "//"),
    "detour": partial(behind_host, "/x/../"),
    "two detours": partial(behind_host, "/x/y/../../"),
    "here": partial(behind_host, "/./"),
    "above": partial(behind_host, "/../"),
    "port": partial(behind_host, ":443/"),
    "empty port": partial(behind_host, ":/"),
    "other port": partial(behind_host, ":8443/"),
    "port with zeros": partial(behind_host, ":0000443/"),
    "broken in a tag": lambda v: f'<a href="{at_host(chr(10), v)}">x</a>',
    "stressed without scheme": lambda v: f"_{v.partition('://')[2]}_",
    "behind a dash": lambda v: f"-{v.partition('://')[2]}",
    "by Proofpoint": lambda v: (
        "https://urldefense.proofpoint.com/v2/url?u="
        + "".join({"/": "_", ".": "."}.get(c, c if c.isalnum() else f"-{ord(c):02X}") for c in v)
        + "&d=DwMFAg&c=x"
    ),
    "by Proofpoint, later": lambda v: f"https://urldefense.com/v3/__{v}__;!!Abc$",
    "by Sophos": lambda v: (
        f"https://eu.protection.sophos.com?d=example.org&u={base64.urlsafe_b64encode(v.encode()).decode().rstrip('=')}&i=NWE"
    ),
    "by Outlook": lambda v: f"https://eur01.safelinks.protection.outlook.com/?url={quote(v, safe='')}&data=05",
    "backslash": lambda v: behind_host("\\", v),
    "hidden detour": partial(behind_host, "/x/%2e%2e/"),
    "bold host": lambda v: "**" + at_host("**", v),
    "tagged host": partial(at_host, "<wbr>"),
    "invisible host": partial(at_host, "\u200b"),
    "leader": lambda v: v.replace(".", "\u2024"),
    "ideographic": lambda v: v.replace(".", "。"),
    "half": lambda v: v.replace(".", "｡"),
    "wide points": lambda v: v.replace(".", "．"),
    "named entities": lambda v: v.replace(".", "&period;").replace("/", "&sol;").replace(":", "&colon;"),
    "user": lambda v: v.replace("://", "://vera@"),
    "one slash": lambda v: v.replace("://", ":/"),
    "mathematical": lambda v: "".join(chr(0x1D5BA + ord(c) - 97) if "a" <= c <= "z" else c for c in v),
    "broken at the host": partial(behind_host, "/\n"),
    "broken in the host": partial(at_host, "\n"),
    "tabulator": lambda v: broken(v, 0.5, "\t"),
}
NUMBER_DRESSES: dict[str, Callable[[str], str]] = {
    "closed up": lambda v: v.replace(" ", ""),
    "hard blanks": lambda v: v.replace(" ", "\u00a0"),
    "narrow blanks": lambda v: v.replace(" ", "\u202f"),
    "five blanks": lambda v: v.replace(" ", "     "),
    "nine blanks": lambda v: v.replace(" ", " " * 9),
    "dashes": lambda v: v.replace(" ", "-"),
    "long dashes": lambda v: v.replace(" ", " – "),
    "underscores": lambda v: v.replace(" ", "_"),
    "in lines": lambda v: v.replace(" ", "\n"),
    "blank entities": lambda v: v.replace(" ", "&nbsp;&nbsp;"),
    "Arabic": lambda v: "".join(chr(0x660 + int(c)) if c.isdigit() else c for c in v),
    "circled": lambda v: "".join(chr(0x2460 + int(c) - 1) if c in "123456789" else "⓪" if c == "0" else c for c in v),
    "mathematical": lambda v: "".join(chr(0x1D7CE + int(c)) if c.isdigit() else c for c in v),
    "table": lambda v: f"| a | {v} |",
    "linked": lambda v: f"[{v}](tel:x)",
    "marked": lambda v: v.replace(" ", " <span id='x17'> </span>"),
}

# ------------------------------------------------------------------------------------- attachments


def pdf(strings: bytes, packed: bool = True, about: bytes = b"", kind: bytes = b"") -> bytes:
    """A small one, without a zero byte where it is not packed; no table of its objects, as damaged ones have none."""
    stream = zlib.compress(strings) if packed else strings
    return (
        b"%PDF-1.7\n1 0 obj\n<<"
        + kind
        + b"/Length 9>>\nstream\n"
        + stream
        + b"\nendstream\nendobj\n2 0 obj\n<<"
        + about
        + b">>\nendobj\n%%EOF\n"
    )


def drawn(v: str, shift: int = 0) -> bytes:
    """A whole PDF of one page, whose letters are numbers that only its ToUnicode map explains, if `shift`."""
    letters = "".join(dict.fromkeys(v))
    text = "".join(f"{letters.index(c) + 1:02x}" for c in v).encode() if shift else v.encode("latin-1").hex().encode()
    content = b"BT /F1 9 Tf 20 700 Td <" + text + b"> Tj ET"
    rows = "\n".join(f"<{number:02x}> <{ord(c):04x}>" for number, c in enumerate(letters, 1))
    cmap = f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange\n{len(letters)} beginbfchar\n{rows}\nendbfchar endcmap end end".encode()
    font = (
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding"
        + (b"/ToUnicode 6 0 R" if shift else b"")
        + b">>"
    )
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
        font,
        *(
            b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)
            for packed in map(zlib.compress, (content, cmap))
        ),
    ]
    data, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1,
        table,
        len(parts) + 1,
        len(data),
    )


def archive(**parts: str | bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return data.getvalue()


def tar(v: str) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as file:
        info = tarfile.TarInfo("liste.txt")
        info.size = len(v.encode())
        file.addfile(info, io.BytesIO(v.encode()))
    return data.getvalue()


def mail(v: str, coding: str, subject: str = "x") -> bytes:
    """As Python and mail programs write them: behind the coding stand further lines of the head."""
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content(v, cte=coding)
    message["Content-Language"] = "de-DE"
    return message.as_bytes()


def xml(v: str) -> str:
    return v.replace("&", "&amp;").replace("<", "&lt;")


def runs(v: str, run: str, size: int = 4) -> str:
    """A word processor's runs: a tag with digits in it between each few letters."""
    return "".join(run.format(f"{n:04X}12", xml(v[n : n + size])) for n in range(0, len(v), size))


def docx(v: str) -> bytes:
    return archive(
        word__document_xml="<w:p>"
        + runs(v, '<w:r w:rsidR="00A{}"><w:t xml:space="preserve">{}</w:t></w:r>')
        + "</w:p>",
        Content_Types_xml="<Types/>",
    )


def odt(v: str) -> bytes:
    return archive(
        content_xml="<text:p>Kennung " + runs(v, '<text:span text:style-name="T{}">{}</text:span>') + "</text:p>"
    )


def pieces(v: str) -> bytes:
    return b"BT [" + b" -250 ".join(b"(%s)" % v[n : n + 5].encode() for n in range(0, len(v), 5)) + b"] TJ ET"


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
FILES: dict[str, Callable[[str], bytes]] = {
    "text.txt": lambda v: f"ä {v}\n".encode(),
    "alt.txt": lambda v: f"ä {v}\n".encode("latin-1"),
    "liste.csv": lambda v: f"name;wert\nx;{v}\n".encode(),
    "excel.csv": lambda v: f"name\twert\nx\t{v}\n".encode("utf-16"),
    "excel-be.csv": lambda v: b"\xfe\xff" + f"x;{v}\n".encode("utf-16-be"),
    "ohne-le.csv": lambda v: f"x;{v}\n".encode("utf-16-le"),
    "ohne-be.csv": lambda v: f"x;{v}\n".encode("utf-16-be"),
    "liste.tsv": lambda v: f"x\t{v}\n".encode(),
    "seite.html": lambda v: f"<p>{xml(v)}</p>".encode(),
    "getrennt.html": lambda v: ("<p>" + runs(v, '<span class="c{}">{}</span>') + "</p>").encode(),
    "codiert.html": lambda v: entities("&#{};", v).encode(),
    "bild.svg": lambda v: f"<svg><text x='12'>{xml(v)}</text></svg>".encode(),
    "daten.xml": lambda v: f"<a><b>{xml(v)}</b></a>".encode(),
    "daten.json": lambda v: json.dumps({"a": v}).encode(),
    "escaped.json": lambda v: ('{"a": "' + "".join(f"\\u{ord(c):04X}" for c in v) + '"}').encode(),
    "geo.json": lambda v: json.dumps({"a": v}).replace("/", "\\/").encode(),
    "termin.ics": lambda v: f"BEGIN:VCALENDAR\r\nDESCRIPTION:{v}\r\nEND:VCALENDAR\r\n".encode(),
    "gefaltet.ics": lambda v: (
        f"BEGIN:VCALENDAR\r\nURL:{broken(v, 0.5, chr(13) + chr(10) + ' ')}\r\nEND:VCALENDAR\r\n".encode()
    ),
    "anlage.ics": lambda v: (
        b"BEGIN:VCALENDAR\r\nATTACH;ENCODING=BASE64;VALUE=BINARY:"
        + base64.b64encode(f"Bitte kommen: {v}".encode())
        + b"\r\nEND:VCALENDAR\r\n"
    ),
    "alt.ics": lambda v: (
        b"DESCRIPTION;ENCODING=QUOTED-PRINTABLE:" + "".join(f"={ord(c):02X}" for c in v).encode() + b"\r\n"
    ),
    "brief.rtf": lambda v: b"{\\rtf1\\ansi " + v.encode() + b"}",
    "escaped.rtf": lambda v: b"{\\rtf1\\ansi " + "".join(f"\\'{ord(c):02x}" for c in v).encode() + b"}",
    "laeufe.rtf": lambda v: (
        b"{\\rtf1 "
        + "".join(
            f"{{\\rtlch\\fcs1 \\af0 \\ltrch\\fcs0 \\insrsid{n + 81234} {v[n : n + 4]}}}" for n in range(0, len(v), 4)
        ).encode()
        + b"}"
    ),
    "seite.mht": lambda v: (
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + quopri.encodestring(f"ä {v} ".encode() * 3)
    ),
    "mail.mht": lambda v: b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(f"Guten Tag: {v}".encode()),
    "daten-url.html": lambda v: (
        b"<a href='data:text/plain;base64," + base64.b64encode(f"siehe {v}".encode()) + b"'>x</a>"
    ),
    "kurz.mht": lambda v: mail(f"Guten Tag: {v}", "base64"),
    "betreff.mht": lambda v: mail("x", "8bit", subject=f"Zugang für {v}"),
    "laeufe.mht": lambda v: mail(v, "quoted-printable"),
    "mail.zip": lambda v: archive(a_mht=mail(f"Guten Tag: {v}", "base64")),
    "wide.csv": lambda v: f"x;{v}".encode("utf-32"),
    "wide-le.csv": lambda v: f"x;{v}".encode("utf-32-le"),
    "wide-be.csv": lambda v: f"x;{v}".encode("utf-32-be"),
    "brief.docx": docx,
    "glatt.docx": lambda v: archive(word__document_xml=f"<w:p><w:t>{xml(v)}</w:t></w:p>"),
    "kopf.docx": lambda v: archive(word__header1_xml=f"<w:t>{xml(v)}</w:t>"),
    "verweis.docx": lambda v: archive(word___rels__document_xml_rels=f'<Relationship Target="{xml(v)}"/>'),
    "kommentar.docx": lambda v: archive(word__comments_xml=f"<w:t>{xml(v)}</w:t>"),
    "eigenschaft.docx": lambda v: archive(docProps__core_xml=f"<dc:title>{xml(v)}</dc:title>"),
    "in-docx.docx": lambda v: archive(word__embeddings__Dokument_docx=docx(v)),
    "tabelle-in.docx": lambda v: archive(
        word__embeddings__oleObject1_bin=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 8 + v.encode("utf-16-le")
    ),
    "brief.odt": odt,
    "folien.odp": odt,
    "tabelle.ods": lambda v: archive(
        content_xml=f'<table:table-cell office:value-type="string"><text:p>{xml(v)}</text:p></table:table-cell>'
    ),
    "meta.odt": lambda v: archive(meta_xml=f"<dc:subject>{xml(v)}</dc:subject>"),
    "tabelle.xlsx": lambda v: archive(
        xl__sharedStrings_xml="<si>" + runs(v, '<r><rPr><sz val="{}"/></rPr><t>{}</t></r>') + "</si>"
    ),
    "zelle.xlsx": lambda v: archive(xl__worksheets__sheet1_xml=f'<c r="A1" t="inlineStr"><is><t>{xml(v)}</t></is></c>'),
    "folien.pptx": lambda v: archive(
        ppt__slides__slide1_xml="<a:p>" + runs(v, '<a:r><a:rPr lang="de-DE" sz="{}"/><a:t>{}</a:t></a:r>') + "</a:p>"
    ),
    "notizen.pptx": lambda v: archive(ppt__notesSlides__notesSlide1_xml=f"<a:t>{xml(v)}</a:t>"),
    "plain.pdf": lambda v: pdf(b"BT (" + v.encode() + b") Tj ET", packed=False),
    "packed.pdf": lambda v: pdf(b"BT (" + v.encode() + b") Tj ET"),
    "pieces.pdf": lambda v: pdf(pieces(v)),
    "hex.pdf": lambda v: pdf(b"BT <" + v.encode().hex().encode() + b"> Tj ET"),
    "octal.pdf": lambda v: pdf(b"BT (" + "".join(f"\\{ord(c):03o}" for c in v).encode() + b") Tj ET"),
    "about.pdf": lambda v: pdf(b"x", about=b"/Title (" + v.encode() + b")"),
    "wide.pdf": lambda v: pdf(b"x", about=b"/Subject <" + (b"\xfe\xff" + v.encode("utf-16-be")).hex().encode() + b">"),
    "link.pdf": lambda v: pdf(b"<</A<</S/URI/URI(" + v.encode() + b")>>>>"),
    "xmp.pdf": lambda v: pdf(
        f"<?xpacket?><x:xmpmeta><dc:title>{xml(v)}</dc:title></x:xmpmeta>".encode(), kind=b"/Type/Metadata"
    ),
    "xfa.pdf": lambda v: pdf(f"<xdp:xdp><value>{xml(v)}</value></xdp:xdp>".encode()),
    "drawn.pdf": drawn,
    "tounicode.pdf": partial(drawn, shift=1),
    "anlage.pdf": lambda v: pdf(docx(v), kind=b"/Type/EmbeddedFile"),
    "pdf-in.pdf": lambda v: pdf(drawn(v), kind=b"/Type/EmbeddedFile"),
    "alles.zip": lambda v: archive(a_txt=v),
    "docx.zip": lambda v: archive(a_docx=docx(v)),
    "zip.zip": lambda v: archive(a_zip=archive(b_txt=v)),
    "pdf.zip": lambda v: archive(a_pdf=drawn(v)),
    "excel.zip": lambda v: archive(a_csv=v.encode("utf-16")),
    "name.zip": lambda v: (
        archive(**{f"{v.replace('/', '∕')}_txt": "x"}) if "zoo" not in v else archive(**{f"{quote(v, safe='')}": "x"})
    ),
    "csv.gz": lambda v: gzip.compress(v.encode(), mtime=0),
    "pdf.gz": lambda v: gzip.compress(drawn(v), mtime=0),
    "liste.tar.gz": tar,
    "liste.bz2": lambda v: bz2.compress(v.encode()),
    "liste.xz": lambda v: lzma.compress(v.encode()),
    "bild.jpg": lambda v: b"\xff\xd8\xff\xe1\x00\xff" + v.encode() + b"\xff\xd9\xfe",
    "bild.png": lambda v: PNG + chunk(b"tEXt", b"Comment\0" + v.encode()),
    "gepackt.png": lambda v: PNG + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(v.encode())),
    "bild.webp": lambda v: b"RIFF\0\0\0\0WEBPVP8 \0\0EXIF" + v.encode() + b"\0",
    "alt.doc": lambda v: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9 + v.encode("utf-16-le") + b"\0\0",
    "ton.mp3": lambda v: b"ID3\x03\0\0\0TIT2\0\0\0\x20\0\0\x01\xff\xfe" + v.encode("utf-16-le") + b"\0\0",
}
PLACES = {
    "the text of a motion": ("content/antraege/2024-03-radweg.md", "---\ntitel: x\n---\nZugang: {}\n"),
    "a title": ("content/antraege/2024-03-radweg.md", "---\ntitel: Treffen {}\n---\n"),
    "a list in a head": ("content/sitzungen/2026-12-02.md", "---\nanlagen:\n  - titel: x\n    datei: {}\n---\n"),
    "a person's text": ("content/personen/vera.md", "---\nname: x\n---\n\n- {}\n"),
    "a heading": ("content/meldungen/x.md", "---\ntitel: x\n---\n## {}\n"),
    "a table": ("content/seiten/x.md", "---\ntitel: x\n---\n| a | b |\n|---|---|\n| x | {} |\n"),
    "a list of the group": ("content/themen.yaml", "- name: Verkehr\n  beschreibung: {}\n"),
    "a comment of a list": ("content/orte.yaml", "# {}\n"),
}
