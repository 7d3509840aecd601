"""What is written into somebody else's language: for each language one function, made for its reader.

A function takes a text as it is and gives what the reader of that language reads as just that text, or raises
ValueError where the language has no way to say it. Nothing else in the program writes there:
tests/test_languages.py looks for other writers, tests/records/test_quoting.py asks the real readers.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shlex
from collections.abc import Iterable
from typing import Any

# ------------------------------------------------------------------------------------- a terminal

# C0, C1, DEL (ECMA-48), what turns or hides text (general category Cf), lone surrogates, line and paragraph separators.
UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
NOT_FOR_TERMINALS = re.compile(f"[{UNSEEN}]")


def terminal(text: str) -> str:
    """Text for a screen or a log: nothing in it moves the cursor, rings, renames the window or turns the writing round."""
    return NOT_FOR_TERMINALS.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


# --------------------------------------------------------------------- addresses, and configurations

ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})|(.)", re.DOTALL)
UNRESERVED = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~"
)  # nobody encodes them (RFC 3986, 2.3)
DELIMITERS = frozenset(b"/?&=+.")  # encoded they mean something else, or nobody does it


def address_pattern(typed: str) -> str:
    """A part of an address (path or query, RFC 3986) as an expression for all the ways in which browsers and programs ask for it.

    For PCRE and RE2 alike; nothing stands in it but letters, digits and signs that no configuration reads: ( ) : ? | \\ % [ ] / & = + - _ ~
    """
    parts = []
    for found in ESCAPED.finditer(typed.encode("utf-8", "surrogateescape")):
        byte = found[2][0] if found[2] else int(found[1], 16)
        encoded = "%" + "".join(f"[{digit}{digit.lower()}]" if digit.isalpha() else digit for digit in f"{byte:02X}")
        plain = (
            chr(byte)
            if byte in UNRESERVED or byte in DELIMITERS - {*b"?+."}
            else f"[{chr(byte)}]"
            if byte in DELIMITERS
            else f"\\x{byte:02X}"
        )
        if byte in DELIMITERS or (found[2] and byte in UNRESERVED) or found[1] == b"25":
            parts.append(encoded if found[1] else plain)
        else:
            parts.append(f"(?:{plain}|{encoded})" if 0x20 < byte < 0x7F else encoded)
    return "".join(parts)


def nginx(text: str) -> str:
    """A parameter that reads no variables: of `location =`, an expression of `if`, a type (ngx_conf_file.c, ngx_conf_read_token).

    Where variables are read (`return`, `add_header`), nginx has no way to write a dollar sign: give it an address without.
    """
    if "\0" in text or len(text.encode("utf-8", "surrogateescape")) > 4000:  # NGX_CONF_BUFFER, 4096
        raise ValueError("nginx cannot read this as one parameter")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def nginx_value(text: str) -> str:
    """A parameter in which nginx reads variables. It has no way to write a dollar sign there."""
    if "$" in text:
        raise ValueError("a dollar sign would be read as a variable")
    return nginx(text)


def caddy(text: str) -> str:
    """A token of a Caddyfile (caddyserver.com, Caddyfile concepts, tokens and quotes): between backticks nothing is escaped.

    Braces would be placeholders or the environment, wherever they stand, so there is no way to write them.
    """
    if re.search(r"[`{}\x00-\x1f\x7f-\U0010ffff]", text):
        raise ValueError("a Caddyfile cannot hold this")
    return f"`{text}`"


def plain(text: str) -> str:
    """A path, a name or a user for configurations that content never writes into (systemd, logrotate, whole sites of nginx and Caddy).

    Their ways to quote differ from directive to directive; so only what all of them read as it is may stand there.
    """
    if text and not re.fullmatch(r"(?!-)[\w./:@~\[\]-]+", text, re.ASCII):
        raise ValueError("this would have to be quoted")
    return text


def shell(text: str) -> str:
    """One word of a POSIX shell (Shell Command Language, 2.2)."""
    if "\0" in text:
        raise ValueError("no program can be given a NUL")
    return shlex.quote(text)


def authorized_keys(text: str) -> str:
    """The value of an option (sshd(8), AUTHORIZED_KEYS FILE FORMAT): a quote is escaped with a backslash, a line is a line."""
    if re.search(r"[\x00-\x1f\x7f]", text) or re.search(r'\\(?:"|$)', text):
        raise ValueError("authorized_keys cannot hold this")
    return '"' + text.replace('"', '\\"') + '"'


def host(text: str) -> str:
    """The name of a machine as every server takes it: letters, digits, hyphens and dots (RFC 1123, 2.1), umlauts encoded (RFC 5891)."""
    try:
        name = text.strip().lower().encode("ascii" if text.isascii() else "idna").decode()
    except UnicodeError:
        raise ValueError("not the name of a machine") from None
    if (
        not re.fullmatch(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*|\[[0-9a-f:.]+\]", name)
        or len(name) > 253
    ):
        raise ValueError("not the name of a machine")
    return name


# ------------------------------------------------------------------------------------- data and markup

FORMULA = re.compile(
    r"\s*[=+\-@＝＋－＠]|[\t\r\n]"
)  # the wide ones are read as the narrow ones by spreadsheets set to Japanese


def csv_cell(text: str) -> str:
    """A cell that no spreadsheet runs as a formula (OWASP, CSV injection): an apostrophe in front."""
    return "'" + text if FORMULA.match(text) else text


def csv_rows(rows: Iterable[Iterable[str]]) -> str:
    """Rows of a table (RFC 4180) with semicolons, as German spreadsheets read them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([csv_cell(cell.replace("\0", "")) for cell in row] for row in rows)
    return out.getvalue()


def csv_file(rows: str) -> bytes:
    """Rows as a file, with a byte order mark: so spreadsheets open it without asking."""
    return rows.encode("utf-8-sig", "replace")


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON (RFC 8259) that may also be shown: what a screen would obey stands there as an escape, so the value stays the same."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, **({} if indent else {"separators": (",", ":")}))
    return NOT_FOR_TERMINALS.sub(
        lambda found: "".join(f"\\u{ord(found[0]):04x}" if ord(found[0]) < 0x10000 else json.dumps(found[0])[1:-1]),
        text,
    )


# What could end the script element or begin another (HTML standard, restrictions for contents of script elements), and JavaScript's own line ends.
IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def json_in_script(text: str) -> str:
    """JSON for a script element: the same value, and nothing in it, whoever wrote it, can leave the element."""
    return text.translate(IN_SCRIPT)


NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


def xml_sayable(text: str) -> str:
    """Without what XML cannot hold (XML 1.0, 2.2); a text that was read has none of it, a name that was given may."""
    return NOT_IN_XML.sub("", text)


def xml(text: str) -> str:
    """Character data, or the value of an attribute between quotation marks (XML 1.0, 2.4 and 3.3.3: line ends and tabs as references)."""
    text = xml_sayable(text)
    return html.escape(text).replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;")


def markup(text: str, quotes: bool = True) -> str:
    """Text in HTML, between tags or in an attribute between quotation marks (HTML standard, 13.1.2.3 and 13.1.4); without `quotes` between tags only."""
    return html.escape(text, quote=quotes)


def calendar(text: str) -> str:
    """A text for icalendar, which escapes it (RFC 5545, 3.3.11); what no line may hold (3.1, CONTROL) is left out.

    icalendar 7.3 takes a backslash before an N for a line end; a slash stands there instead.
    """
    return re.sub(
        "[\x00-\x08\x0b-\x1f\x7f\ufeff\ud800-\udfff]", "", re.sub("\r\n?|[\u0085\u2028\u2029]", "\n", text)
    ).replace("\\N", "/N")


def calendar_name(text: str) -> str:
    """The value of a parameter such as CN (RFC 5545, 3.2): one line, without the quotation mark, for which there is no escape.

    Readers differ over a backslash there; one at the end would take the address along with it.
    """
    return " ".join(calendar(text).replace('"', "'").replace("\\", "/").split())


def mail_header(text: str, most: int = 500) -> str:
    """A subject or the name of somebody: one line (RFC 5322, 2.2), at most `most` characters, which the mail room then encodes (RFC 2047)."""
    text = " ".join(NOT_FOR_TERMINALS.sub("", re.sub("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029\r\n\t]", " ", text)).split())
    return text if len(text) <= most else text[: most - 1] + "…"


def workflow(text: str) -> str:
    """The message of a workflow command (GitHub, workflow commands; actions/toolkit, command.ts, escapeData)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """A property of a workflow command (the same, escapeProperty)."""
    return workflow(text).replace(":", "%3A").replace(",", "%2C")
