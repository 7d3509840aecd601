"""A document's bytes → its lines, whatever they are. Runs in a process of its own: what comes in is anybody's file.

What may come in: a file of at most 25 MB that somebody took for a letter. What it is, its bytes say, not its name.
"""

from __future__ import annotations

import contextlib
import io
import re
from base64 import b64decode, b64encode
from email import message_from_bytes, policy
from email.message import EmailMessage
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import msgspec

from ..records import german
from ..records.bounds import LONGEST_LINE
from ..records.confined import TooMuch, answer, ask
from .letter import Known, Letter, read_letter
from .markup import of_html, of_soup
from .minutes import Asked, Minutes, read_minutes
from .sheet import PICTURE, Picture, Sheet, of_text

SECONDS = 20  # of a processor
MEMORY = 900 * 2**20  # bytes
LARGEST = 25 * 2**20  # of the file
UNPACKED = 150 * 2**20  # of an archive's members together
MEMBERS = 4000
OLD = bytes.fromhex("d0cf11e0a1b11ae1")  # .doc and .msg: Compound File Binary Format
FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):")
TELLING = frozenset(
    [b"from", b"subject", b"date", b"mime-version", b"message-id", b"received", b"return-path"]
)  # a mail's head has one of them (RFC 5322, 3.6)
LETTERS = (".docx", ".odt", ".pdf", ".rtf", ".html", ".htm", ".txt")


class Unreadable(Exception):
    """The file is no letter that can be read; the text is a sentence without its subject: „ist …“."""


def read_apart(data: bytes, name: str, known: Known) -> tuple[Sheet, Letter]:
    """A letter's lines and what stands in it, both found out elsewhere. Raises Unreadable."""
    said = asked(data, name, {"letter": msgspec.to_builtins(known)})
    return sheet_in(said), msgspec.convert(said["letter"], Letter)


def minutes_apart(data: bytes, name: str, wanted: Asked) -> Minutes:
    """Minutes likewise. Raises Unreadable."""
    return msgspec.convert(asked(data, name, {"minutes": msgspec.to_builtins(wanted)})["minutes"], Minutes)


def read_sheet(data: bytes, name: str) -> Sheet:
    """The lines alone. Raises Unreadable."""
    return sheet_in(asked(data, name, {}))


def sheet_in(said: dict) -> Sheet:
    pictures = tuple(
        Picture(row["name"], b64decode(row["data"]), row["about"]) for row in said["sheet"].pop("pictures")
    )
    return msgspec.structs.replace(msgspec.convert(said["sheet"], Sheet), pictures=pictures)


def asked(data: bytes, name: str, more: dict) -> dict:
    """What the process of its own says. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(f"ist größer als {LARGEST // 2**20} MB")
    if not data.strip():
        raise Unreadable("ist leer")
    try:
        said = ask(
            __spec__.name if __spec__ else __name__, {"name": name, "kind": kind_of(data), **more}, data, SECONDS
        )
    except TooMuch:
        raise Unreadable(
            "lässt sich mit vertretbarem Aufwand nicht lesen; vielleicht hilft es, sie neu zu speichern oder als PDF auszugeben"
        ) from None
    if "refused" in said:
        raise Unreadable(said["refused"])
    return said


def kind_of(data: bytes, inside: bool = False) -> str:
    """What a file is, by its first bytes: old, pdf, archive, rtf, mail, html or text. `inside`: an attachment of a mail."""
    if data.startswith(OLD):
        return "old"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "archive"
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    if not inside and is_mail(data[:60_000]):
        return "mail"
    return (
        "html"
        if re.match(
            rb"(?:\xef\xbb\xbf)?\s{0,200}<(?:!doctype html|html|head|body|p|div)[\s>]", data[:2000], re.IGNORECASE
        )
        else "text"
    )


def is_mail(data: bytes) -> bool:
    """Does it begin with the head of a mail: fields, and among them one that every mail has?"""
    names = set()
    for line in data.split(b"\n")[:200]:
        if not line.strip() or (not (found := FIELD.match(line)) and not line.startswith((b" ", b"\t"))):
            break
        if found:
            names.add(found[1].lower())
    return bool(names & TELLING)


def sheet_of(data: bytes, name: str, inside: bool = False) -> Sheet:
    """The lines of a file of any kind. Raises Unreadable."""
    match kind_of(data, inside):
        case "old":
            raise Unreadable(
                "ist in einem alten Format gespeichert (.doc oder .msg). Bitte als .docx, .odt oder PDF speichern"
            )
        case "pdf":
            return pdf(data)
        case "archive":
            return archive(data)
        case "rtf":
            from striprtf.striprtf import rtf_to_text

            return whole(of_text(rtf_to_text(data.decode("cp1252", "replace"), errors="replace")))
        case "mail":
            return mail(data)
        case "html":
            return of_html(decoded(data))
    text = decoded(data)
    if "\0" in text[:4000]:
        raise Unreadable("ist kein Brief. Bekannt sind .docx, .odt, .pdf, .eml, .html, .rtf und .txt")
    return of_text(text)


def whole(sheet: Sheet) -> Sheet:
    return msgspec.structs.replace(
        sheet, lines=tuple(msgspec.structs.replace(line, whole=True) for line in sheet.lines)
    )


def decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")  # as Windows stores text


def pdf(data: bytes) -> Sheet:
    from pypdfium2 import PdfiumError

    from .paper import of_pdf

    try:
        return of_pdf(data)
    except PdfiumError as error:
        raise Unreadable(
            "ist mit einem Passwort geschützt" if getattr(error, "err_code", 0) == 4 else "ist als PDF beschädigt"
        ) from None


def archive(data: bytes) -> Sheet:
    """docx and odt: ZIP files of XML. Bounds before anything is unpacked; no entities (XML 1.0, 4.2)."""
    try:
        packed = ZipFile(io.BytesIO(data))
        members = packed.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable("ist beschädigt") from None
    if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED:
        raise Unreadable("packt sich zu mehr aus, als ein Brief je enthält")

    def read(member: str) -> bytes:
        try:
            with packed.open(member) as file:
                inner = file.read(UNPACKED + 1)
        except Exception:  # zlib, lzma, bz2, encrypted: each has errors of its own
            raise Unreadable("ist beschädigt") from None
        if len(inner) > UNPACKED:
            raise Unreadable("packt sich zu mehr aus, als ein Brief je enthält")
        if member.endswith((".xml", ".rels")) and (
            b"<!DOCTYPE" in inner or b"<!ENTITY" in inner or b"\0<\0!\0" in inner
        ):
            raise Unreadable("enthält Anweisungen, die in einem Brief nichts zu suchen haben")
        return inner

    names = {member.filename for member in members}
    if "word/document.xml" in names:
        return docx(packed, names, read)
    if "content.xml" in names:
        from .opendocument import to_soup

        return of_soup(to_soup(packed, read), meta_title(read("meta.xml")) if "meta.xml" in names else "")
    raise Unreadable("ist ein Archiv, aber kein Brief (.docx oder .odt)")


def docx(packed: ZipFile, names: set[str], read) -> Sheet:
    import mammoth

    from .numbering import with_numbers

    parts = {member: read(member) for member in names if member.endswith((".xml", ".rels"))}
    text = parts["word/document.xml"]
    said = []
    for found, word in (
        (
            b"<w:ins " in text or b"<w:del " in text,
            "nachverfolgte Änderungen; gelesen ist der Text, wie er mit ihnen lautet",
        ),
        (
            "word/comments.xml" in names and b"<w:comment " in parts["word/comments.xml"],
            "Kommentare; sie sind nicht übernommen",
        ),
        (any("vbaProject" in member for member in names), "Makros; sie sind nicht übernommen"),
    ):
        if found:
            said.append(f"Im Dokument stehen {word}.")
    if "word/numbering.xml" in parts:
        parts["word/document.xml"] = with_numbers(text, parts["word/numbering.xml"], parts.get("word/styles.xml", b""))
    clean = io.BytesIO()
    with ZipFile(clean, "w") as again:  # only what was looked at goes on
        for member in sorted(names):
            if not member.endswith("/") and "vbaProject" not in member and not member.startswith("word/comments"):
                again.writestr(member, parts.get(member) or read(member))
    html = mammoth.convert_to_html(
        io.BytesIO(clean.getvalue()),
        ignore_empty_paragraphs=False,
        include_embedded_style_map=False,
        external_file_access=False,
    ).value
    sheet = of_html(html, meta_title(parts.get("docProps/core.xml", b"")))
    return msgspec.structs.replace(sheet, said=tuple(said))


def meta_title(xml: bytes) -> str:
    match = re.search(rb"<dc:title>([^<]{1,300})</dc:title>", xml)
    from html import unescape

    return " ".join(unescape(match[1].decode("utf-8", "replace")).split()) if match else ""


def mail(data: bytes) -> Sheet:
    """A mail: the attachment that is the letter, else its own text."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        subject = re.sub(
            r"^(?:(?:re|aw|wg|fwd?) ?: ?)+", "", " ".join(str(message["Subject"] or "").split()), flags=re.IGNORECASE
        )
        found: list[tuple[str, bytes]] = []
        for part in message.walk():
            name = part.get_filename() or ""
            if name.lower().endswith(LETTERS) and not part.is_multipart():
                found.append((name, part.get_payload(decode=True) or b""))
        body = message.get_body(("html", "plain"))
        text = body.get_content() if body else ""
        html = bool(body) and body.get_content_type() == "text/html"
    except Exception:  # the email package raises what it likes on mails that are none
        raise Unreadable("ist als Mail beschädigt") from None
    found.sort(
        key=lambda pair: (
            LETTERS.index(next(ending for ending in LETTERS if pair[0].lower().endswith(ending))),
            pair[0],
        )
    )
    for name, inner in found:
        sheet = sheet_of(inner, name, inside=True)
        more = [other for other, _ in found if other != name]
        said = (f"Gelesen ist die Anlage „{name}“ der Mail." + (f" Nicht gelesen: {', '.join(more)}." if more else ""),)
        return msgspec.structs.replace(sheet, title=sheet.title or subject, said=(*said, *sheet.said))
    sheet = of_html(text) if html else of_text(text)
    return msgspec.structs.replace(sheet, title=subject)


def work(head: dict, data: bytes) -> dict:
    try:
        sheet = sheet_of(data, str(head["name"]))
        if any(len(line.text) > LONGEST_LINE for line in sheet.lines):
            raise Unreadable(
                f"enthält einen Absatz mit mehr als {german.number(LONGEST_LINE)} Zeichen; so lang ist in einem Brief keiner"
            )
        if not any(line.kind != PICTURE for line in sheet.lines):
            raise Unreadable(
                "enthält keinen Text; vermutlich ist sie eingelesen (gescannt), und es bleibt nur Abschreiben"
            )
        said = {"sheet": msgspec.to_builtins(sheet)}
        if "letter" in head:
            said["letter"] = msgspec.to_builtins(
                read_letter(sheet, str(head["name"]), msgspec.convert(head["letter"], Known))
            )
        if "minutes" in head:
            said["minutes"] = msgspec.to_builtins(read_minutes(sheet, msgspec.convert(head["minutes"], Asked)))
    except Unreadable as refused:
        return {"refused": str(refused)}
    except (MemoryError, RecursionError):
        return {"refused": "lässt sich mit vertretbarem Aufwand nicht lesen"}
    except Exception:
        # A reader of all that can be sent has a gap that nobody thought of; it costs this file and no other.
        return {"refused": "lässt sich nicht lesen; vielleicht hilft es, sie neu zu speichern oder als PDF auszugeben"}
    said["sheet"]["pictures"] = [
        {"name": picture.name, "data": b64encode(picture.data).decode(), "about": picture.about}
        for picture in sheet.pictures
    ]
    return said


RELATION = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    b"4 0 obj<</Length 55>>stream\nBT /F 9 Tf 9 TL 9 90 Td (a b) Tj T* (c d) Tj T* (e) Tj ET \nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
SAMPLES = (
    {
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>a</w:t></w:r></w:p></w:body></w:document>',
        "_rels/.rels": RELATION,
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    {
        "content.xml": '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><o:body/></o:document-content>'
    },
)


def warm(head: dict) -> None:
    """Import now what is imported late: no file can be opened afterwards, not even of Python itself."""
    read_minutes(of_text("Sitzung am 1.1.2026\n1. a\nb"), Asked((), (), (), {}))
    read_letter(of_text("a"))
    kinds = {"archive", "pdf", "rtf", "html"} if head["kind"] == "mail" else {head["kind"]}
    if "archive" in kinds:
        for sample in SAMPLES:
            packed = io.BytesIO()
            with ZipFile(packed, "w", ZIP_DEFLATED) as file:
                for name, text in sample.items():
                    file.writestr(name, text)
            archive(packed.getvalue())
    if "pdf" in kinds:
        with contextlib.suppress(Unreadable):
            pdf(PAGE)
    if "html" in kinds:
        of_html("<p>a <b>b</b><br>c &auml;</p><ul><li>d</li></ul><table><tr><td>e</td></tr></table>")
    if "rtf" in kinds:
        sheet_of(b"{\\rtf1 a}", "")
    if head["kind"] == "mail":
        mail(b"Subject: =?utf-8?q?a?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\na\n")


if __name__ == "__main__":
    answer(work, warm, MEMORY, SECONDS)
