"""Mails as they are, and what becomes of them on the way: bytes flipped, heads doubled, encoded words broken, parts cut."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

MARK = "[m4t8wd]"
HEAD = "From: {sender}\r\nTo: fraktion@example.org\r\nSubject: {subject}\r\nDate: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <a{number}@example.net>\r\nMIME-Version: 1.0\r\n"
SUBJECT = f"Einladung zur Fraktionssitzung {MARK}"
SENDERS = [
    "Mara Neugier <mara{n}@example.net>",
    "mara{n}@example.net",
    '"Neugier, Mara" <mara{n}@example.net>',
    "=?utf-8?q?J=C3=B6rg?= <mara{n}@example.net>",
    "=?UTF-8?B?SsO2cmc=?=\r\n =?iso-8859-1?q?_M=FCller?= <mara{n}@example.net>",
    "Jörg Müller <mara{n}@müller.example>",
]
SUBJECTS = [
    SUBJECT,
    f"Re: {SUBJECT}",
    f"=?utf-8?q?Einladung_zur_Sitzung_{MARK}?=",
    "=?utf-8?B?RWlubGFkdW5nIFttNHQ4d2Rd?=",
    f"=?windows-1252?Q?=DCber?= die\r\n Sitzung {MARK}",
    f"Für die Sitzung {MARK}",
]
PLAIN = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGuten Tag, ich möchte gern kommen.\r\n"
BOTH = 'Content-Type: multipart/alternative; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain\r\n\r\nGuten Tag\r\n--b1\r\nContent-Type: text/html\r\n\r\n<p>Guten Tag</p>\r\n--b1--\r\n'
NESTED = f'Content-Type: multipart/mixed; boundary=b0\r\n\r\n--b0\r\n{BOTH}\r\n--b0\r\nContent-Type: image/png; name="=?utf-8?q?Bild=2Epng?="\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgoAAAANSUhEUg==\r\n--b0\r\nContent-Type: message/rfc822\r\n\r\nFrom: x@example.com\r\nSubject: alt\r\n\r\nalt\r\n--b0--\r\n'
REPORT = f"Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n{PLAIN}--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.org\r\n\r\nFinal-Recipient: rfc822; mara@example.net\r\nAction: failed\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n--r\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <m4t8wd.0.abc@example.org>\r\n\r\nx\r\n--r--\r\n"
CALENDAR = 'Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/calendar; method=REPLY; charset="utf-8"\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n--c--\r\n'
BODIES = [PLAIN, BOTH, NESTED, REPORT, CALENDAR]
SPLINTERS = [
    b"\r\n\r\n",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"=?",
    b"?=",
    b"=?utf-8?b?A?=",
    b"=?utf-8?b?////?=",
    b"=?nix?q?a?=",
    b"=?utf-8?q?=ZZ?=",
    b"=?a?q?b?=@example.com",
    b"=?unicode_escape?q?=5Cx?=",
    b"=?idna?b?AAA=?=",
    b"From: a@b.de\r\n",
    b"Subject: [m4t8wd]\r\n",
    b"Content-Type: multipart/mixed; boundary=\r\n",
    b"Content-Type: multipart/mixed; boundary=b1\r\n",
    b"Content-Type: message/rfc822\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Type: text/plain; charset*0*=utf-8''%ff; charset*1=x\r\n",
    b"--b1\r\n",
    b"--b1--\r\n",
    b"--",
    b"<",
    b">",
    b"<<",
    b'"',
    b"\\",
    b"(",
    b",",
    b";",
    b":",
    b"@",
    b" " * 300,
    b"a" * 1200,
    b"\xc3",
    b"\xf0\x9f\x9a\xb2",
    b"\x1b[2J",
    b"\xe2\x80\xae",
    b"From \r\n",
]


def good(number: int, random: Random) -> bytes:
    sender = random.choice(SENDERS).replace("{n}", str(number))
    return (HEAD.format(sender=sender, subject=random.choice(SUBJECTS), number=number) + random.choice(BODIES)).encode()


def mutated(data: bytes, random: Random) -> bytes:
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        if not data:
            break
        at = random.randrange(len(data))
        match random.randrange(8):
            case 0:  # a bit
                data = data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]
            case 1:  # some bytes
                data = data[:at] + random.randbytes(random.randrange(1, 9)) + data[at + random.randrange(9) :]
            case 2:  # cut out
                data = data[:at] + data[at + random.randrange(1, 40) :]
            case 3:  # cut off
                data = data[:at]
            case 4 | 5:
                data = data[:at] + random.choice(SPLINTERS) + data[at:]
            case 6:  # a line twice, or somewhere else
                lines = data.split(b"\r\n")
                lines.insert(random.randrange(len(lines)), random.choice(lines))
                data = b"\r\n".join(lines)
            case 7:  # the line ends of another system
                data = data.replace(b"\r\n", random.choice((b"\n", b"\r", b"\r\r\n")))
    return data


def mutants(many: int, seed: int) -> Iterator[bytes]:
    random = Random(seed)
    for number in range(many):
        yield mutated(good(number, random), random)
