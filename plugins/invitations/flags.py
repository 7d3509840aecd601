"""What the owner of a mailbox did with a mail, as mail programs write it down: deleted, a draft, not sent yet, junk.

Only what stands in the first value of such a head counts: the program puts it above what came with the mail.

X-Mozilla-Status, -Status2, -Keys   Mozilla, nsMsgMessageFlags.idl: Expunged 0x8, Queued 0x800, IMAPDeleted 0x200000, Template 0x1000000
X-Status, Status                    dovecot, UW IMAP, mutt: D deleted, T draft; KMail (MessageStatus::statusStr): D deleted, Q queued, P spam, and T has an attachment
X-Keywords                          dovecot: words
X-Evolution                         uid and flags (camel-enums.h): deleted 0x2, draft 0x4, junk 0x80
X-Gmail-Labels                      Google's export: the names of labels, in the owner's language
X-Unsent, X-Mozilla-Draft-Info      Outlook's and Mozilla's drafts
Maildir                             „:2,“ and letters: T trashed, D draft; small letters are dovecot's keywords
"""

from __future__ import annotations

import re

from .letterbox import Part
from .words import LONGEST, decoded

DELETED, DRAFT, UNSENT, JUNK = "gelöscht", "Entwurf", "noch nicht gesendet", "als Werbung abgelegt"
WORDS = {
    "junk": JUNK,
    "$junk": JUNK,
    "spam": JUNK,
    "$spam": JUNK,
    "$deleted": DELETED,
    "\\deleted": DELETED,
    "\\draft": DRAFT,
    "$draft": DRAFT,
    "\\junk": JUNK,
}
LABELS = {
    **dict.fromkeys(("spam", "junk", "werbung"), JUNK),
    **dict.fromkeys(("trash", "papierkorb", "bin", "gelöscht"), DELETED),
    **dict.fromkeys(("draft", "drafts", "entwurf", "entwürfe"), DRAFT),
    "chats": "ein Chat",
}
INFO = re.compile(r"[:;!]2,([A-Za-z]{0,60})")


def by_head(part: Part, letters: bool = True) -> str:
    """Of a mail in an mbox or a file of its own. `letters`: may Status and X-Status count? In a Maildir they came with the mail."""
    mozilla, more = number(first(part, "X-Mozilla-Status")), number(first(part, "X-Mozilla-Status2"))
    if mozilla & 0x8 or more & 0x200000:
        return DELETED
    if mozilla & 0x800:
        return UNSENT
    if more & 0x1000000 or first(part, "X-Mozilla-Draft-Info") or first(part, "X-Unsent") == "1":
        return DRAFT
    found = (
        of_words(first(part, "X-Mozilla-Keys").split())
        or evolution(first(part, "X-Evolution"))
        or gmail(first(part, "X-Gmail-Labels"))
    )
    if not found and letters:
        found = of_words(first(part, "X-Keywords").split()) or of_letters(
            first(part, "X-Status"), first(part, "Status"), any(name.startswith("x-kmail-") for name in part.heads)
        )
    return found


def first(part: Part, name: str) -> str:
    return next(iter(part.heads.get(name.lower(), [])), "")[:LONGEST].strip()


def number(text: str) -> int:
    return int(text, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,8}", text) else 0


def of_words(words: list[str]) -> str:
    """Of keywords, or of the flags of an IMAP server; „NonJunk“ is another word."""
    return next((WORDS[word.casefold()] for word in words if word.casefold() in WORDS), "")


def of_letters(status: str, old: str, kmail: bool) -> str:
    if "D" in status or "D" in old:
        return DELETED
    if kmail or "R" in status or "U" in status:  # only KMail writes these there
        return UNSENT if "Q" in status else JUNK if "P" in status else ""
    return DRAFT if "T" in status else ""


def evolution(text: str) -> str:
    flags = number(text.partition("-")[2][:8])
    return DELETED if flags & 0x2 else DRAFT if flags & 0x4 else JUNK if flags & 0x80 else ""


def gmail(text: str) -> str:
    return next(
        (
            LABELS[label]
            for label in (each.strip(' "').casefold() for each in decoded(text).split(","))
            if label in LABELS
        ),
        "",
    )


def by_name(name: str, keywords: dict[str, str]) -> str:
    """Of a file in a Maildir. `keywords`: dovecot's words by their letters."""
    found = INFO.search(name)
    letters = found[1] if found else ""
    return (
        DELETED
        if "T" in letters
        else DRAFT
        if "D" in letters
        else of_words([keywords.get(letter, "") for letter in letters])
    )


__all__ = ["DELETED", "DRAFT", "JUNK", "UNSENT", "by_head", "by_name", "of_words"]
