"""Every expression of the code stands in a table, with the longest text that reaches it, and is quick on the worst of such length.

How a row is added: write it where the red test says, as `"room/module:name": BOUND`. The name is that of the constant that holds
the expression, or of the function (`Class.method`) in which `re.search(…)` and the like are called; several in one function
share a row. BOUND is the longest text that reaches it, in characters; where it is called something must see to that. The hard
texts are made from the expression itself (worst.py); those that a person thought of stand in HARD. An expression that is put
together when the program runs needs a line in MADE besides, which makes one as hard as they get.
"""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from plugins.founding import retold
from plugins.importing.letter import BRIEF
from plugins.importing.minutes import SAID
from plugins.motions import ballot, rollcall, wording
from plugins.pictures.drawing import MOST
from plugins.press.words import Word, compiled
from plugins.records import council as councils
from plugins.records import exact, guard, rules, sample
from plugins.records.bounds import LONGEST_LINE, LONGEST_PARAGRAPH
from plugins.records.fields import LONGEST_VALUE
from plugins.records.markdown import make_converter
from plugins.site import leads
from plugins.site.tables import tables
from plugins.teasers.reader import LONGEST_LINK
from plugins.teasers.words import LONGEST_TAIL

from .conftest import ROOT
from .worst import ENDS, Slow, try_all, within, worst_cases

PLUGINS = ROOT / "plugins"
LINE, PARAGRAPH, VALUE = LONGEST_LINE, LONGEST_PARAGRAPH, LONGEST_VALUE
HEADER = 10_000  # of a mail or an answer
ENTRY = 20_000  # the text of an entry of a feed (teasers/words.py)
DRAWING = MOST  # an attribute or the styles of a drawing
LINK = 4 * LONGEST_LINK
OURS = 2_000  # what we wrote ourselves: our HTML, our settings, our style sheets, what a program we called says

TABLE = {
    "documents/tree:SPACE": PARAGRAPH,
    "feeds/sittings:SAYS_MOVED": LINE,
    "founding/answers:NAMES": OURS,
    "founding/compare:HASHED": PARAGRAPH,
    "founding/offer:NAME": VALUE,
    "founding/offer:version_key": VALUE,
    "founding/renew:HEADING": PARAGRAPH,
    "founding/retold:pattern": PARAGRAPH,
    "founding/writing:written": OURS,
    "group/model:CONTROL": VALUE,
    "group/model:Redirect.here": VALUE,
    "importing/compose:BELOW": LINE,
    "importing/compose:DASH": LINE,
    "importing/compose:POINT": LINE,
    "importing/compose:SECTION": LINE,
    "importing/compose:SPECIAL": LINE,
    "importing/compose:items": LINE,
    "importing/compose:safe": LINE,
    "importing/desk:already_here": LINE,
    "importing/letter:ADDRESSED": BRIEF,
    "importing/letter:CALLED": BRIEF,
    "importing/letter:CLOSING": BRIEF,
    "importing/letter:DATED": BRIEF,
    "importing/letter:DEMAND": BRIEF,
    "importing/letter:ENCLOSED": BRIEF,
    "importing/letter:FORM": BRIEF,
    "importing/letter:GREETING": BRIEF,
    "importing/letter:HEADER": BRIEF,
    "importing/letter:JOINT": BRIEF,
    "importing/letter:LABEL": BRIEF,
    "importing/letter:LETTERHEAD": BRIEF,
    "importing/letter:MARKED": BRIEF,
    "importing/letter:NAMES_TITLE": BRIEF,
    "importing/letter:NOBLE": BRIEF,
    "importing/letter:NTH": BRIEF,
    "importing/letter:OFFICES": BRIEF,
    "importing/letter:OPENNESS": BRIEF,
    "importing/letter:REASON": BRIEF,
    "importing/letter:ROW_END": BRIEF,
    "importing/letter:Reader.__init__": BRIEF,
    "importing/letter:Reader.addressee": BRIEF,
    "importing/letter:Reader.aims": BRIEF,
    "importing/letter:Reader.amends": BRIEF,
    "importing/letter:Reader.as_title": BRIEF,
    "importing/letter:Reader.body_named": BRIEF,
    "importing/letter:Reader.date": BRIEF,
    "importing/letter:Reader.groups": BRIEF,
    "importing/letter:Reader.meetings": BRIEF,
    "importing/letter:Reader.movers": BRIEF,
    "importing/letter:Reader.moves": BRIEF,
    "importing/letter:Reader.names_alone": BRIEF,
    "importing/letter:Reader.names_group": BRIEF,
    "importing/letter:Reader.number": BRIEF,
    "importing/letter:Reader.person": BRIEF,
    "importing/letter:Reader.read": BRIEF,
    "importing/letter:Reader.rows": BRIEF,
    "importing/letter:Reader.signatories": BRIEF,
    "importing/letter:Reader.step": BRIEF,
    "importing/letter:Reader.text": BRIEF,
    "importing/letter:Reader.type": BRIEF,
    "importing/letter:Reader.widest": BRIEF,
    "importing/letter:SIGNED": BRIEF,
    "importing/letter:SUBJECT": BRIEF,
    "importing/letter:TOP": BRIEF,
    "importing/letter:UNDER": BRIEF,
    "importing/letter:long_words": LINE,
    "importing/markup:MARK": LINE,
    "importing/markup:PRINTED": LINE,
    "importing/markup:Walker.block": LINE,
    "importing/markup:Walker.list": LINE,
    "importing/markup:Walker.picture": LINE,
    "importing/markup:cells_of": LINE,
    "importing/minutes:ASIDE": LINE,
    "importing/minutes:END": LINE,
    "importing/minutes:ITEM": LINE,
    "importing/minutes:LABEL": LINE,
    "importing/minutes:NEGATED": LINE,
    "importing/minutes:SENTENCE": LINE,
    "importing/minutes:SITTING": LINE,
    "importing/minutes:VOTES": LINE,
    "importing/minutes:body_in": LINE,
    "importing/minutes:ours": LINE,
    "importing/minutes:propose": LINE,
    "importing/minutes:spoken": BRIEF,
    "importing/opendocument:Maker.frame": LINE,
    "importing/paper:MARKER": OURS,
    "importing/reading:FIELD": LINE,
    "importing/reading:kind_of": LINE,
    "importing/reading:mail": LINE,
    "importing/reading:meta_title": LINE,
    "importing/results:place_in": LINE,
    "importing/results:typable": VALUE,
    "importing/shapes:BODY": BRIEF,
    "importing/shapes:DATE": BRIEF,
    "importing/shapes:GROUP": BRIEF,
    "importing/shapes:ISO": BRIEF,
    "importing/shapes:LABELLED": BRIEF,
    "importing/shapes:NAME": BRIEF,
    "importing/shapes:NUMBER_ALONE": BRIEF,
    "importing/shapes:OFFICE": BRIEF,
    "importing/shapes:ONLY_LABEL": BRIEF,
    "importing/shapes:PARTY": BRIEF,
    "importing/shapes:fold": BRIEF,
    "importing/sheet:AND": LINE,
    "importing/sheet:FURNITURE": LINE,
    "importing/sheet:TURN": LINE,
    "importing/sheet:of_text": LINE,
    "invitations/boxes:BARE": 1_000,
    "invitations/boxes:DATED": 1_000,
    "invitations/boxes:HEADED": 1_000,
    "invitations/boxes:MOZILLA": 1_000,
    "invitations/boxes:START": PARAGRAPH,
    "invitations/flags:INFO": HEADER,
    "invitations/flags:number": HEADER,
    "invitations/guests:LABEL": HEADER,
    "invitations/guests:LOCAL": HEADER,
    "invitations/guests:QUOTED": HEADER,
    "invitations/guests:from_header": HEADER,
    "invitations/guests:in_angles": HEADER,
    "invitations/guests:plain_name": HEADER,
    "invitations/guests:split": HEADER,
    "invitations/guests:unquoted": HEADER,
    "invitations/imap:FLAGS": HEADER,
    "invitations/imap:LINE": HEADER,
    "invitations/imap:SAID": HEADER,
    "invitations/imap:SIZE": HEADER,
    "invitations/imap:quoted": HEADER,
    "invitations/imap:unquoted": HEADER,
    "invitations/journal:Gap.concerns": HEADER,
    "invitations/journal:journals": HEADER,
    "invitations/letter:linked": HEADER,
    "invitations/letter:overview": HEADER,
    "invitations/letterbox:BOUNDARY": HEADER,
    "invitations/letterbox:FIELD": HEADER,
    "invitations/letterbox:LINES": PARAGRAPH,
    "invitations/letterbox:Part.token": HEADER,
    "invitations/letterbox:inner": PARAGRAPH,
    "invitations/requests:MARK": HEADER,
    "invitations/send:REPLY": HEADER,
    "invitations/send:deliver": HEADER,
    "invitations/senders:ADDRESS": HEADER,
    "invitations/senders:ANY": HEADER,
    "invitations/senders:AUTO_SUBJECT": HEADER,
    "invitations/senders:CALENDAR_SUBJECT": HEADER,
    "invitations/senders:FORMS": HEADER,
    "invitations/senders:IN_LOCAL": HEADER,
    "invitations/senders:PASSED_MARK": HEADER,
    "invitations/senders:PASSED_ON": HEADER,
    "invitations/senders:REPORT_SUBJECT": HEADER,
    "invitations/senders:SPAM_SUBJECT": HEADER,
    "invitations/senders:SRS": HEADER,
    "invitations/senders:VIA": HEADER,
    "invitations/senders:WROTE": 1_000,
    "invitations/senders:charset": HEADER,
    "invitations/senders:first_writers": HEADER,
    "invitations/senders:from_machine": HEADER,
    "invitations/senders:maybe_forged": HEADER,
    "invitations/senders:untagged": PARAGRAPH,
    "invitations/show:leftover": HEADER,
    "invitations/tables:NO_MAIL": HEADER,
    "invitations/tables:SEPARATOR": HEADER,
    "invitations/tables:bare": HEADER,
    "invitations/tables:of_card": HEADER,
    "invitations/tables:of_rows": HEADER,
    "invitations/tables:spoken": HEADER,
    "invitations/words:ENCODED": HEADER,
    "motions/checks:WORDS": LINE,
    "motions/listings:natural": VALUE,
    "motions/ballot:BODY": VALUE,
    "motions/ballot:ours": VALUE,
    "motions/rollcall:DIGITS": VALUE,
    "motions/rollcall:HEAD": VALUE,
    "motions/rollcall:NINETY": VALUE,
    "motions/rollcall:ROW": VALUE,
    "motions/rollcall:TOTAL": VALUE,
    "motions/shown:BLANK": VALUE,
    "motions/shown:TAG": PARAGRAPH,
    "motions/speech:TOKEN": VALUE,
    "motions/wording:BODY": VALUE,
    "motions/wording:bodies_of": VALUE,
    "pictures/drawing:BOX": 100,
    "pictures/drawing:LENGTH": 100,
    "pictures/drawing:REACHES": DRAWING,
    "pictures/inline:IMG": OURS,
    "press/assets:IMPORT": OURS,
    "press/assets:NAMED": OURS,
    "press/assets:ROOT": OURS,
    "press/assets:in_place": OURS,
    "press/assets:IMPORTS": OURS,
    "press/assets:squeeze": OURS,
    "press/assets:assets": OURS,
    "press/hyphens:DIGITS": OURS,
    "press/hyphens:HEADING": OURS,
    "press/hyphens:LONG_WORD": OURS,
    "press/hyphens:MARKUP": OURS,
    "press/hyphens:VOWEL": OURS,
    "press/hyphens:WORD": OURS,
    "press/structured:organization": OURS,
    "press/templates:REACHES": OURS,
    "press/templates:SAFE": OURS,
    "press/words:compiled": OURS,
    "publishing/backup:NAMES": HEADER,
    "publishing/carried:DIGEST": HEADER,
    "publishing/carried:PICTURE": PARAGRAPH,
    "publishing/carriers:ABSENT": OURS,
    "publishing/carriers:Rclone.in_place": OURS,
    "publishing/carriers:Rsync.differing": OURS,
    "publishing/carriers:WORDS": OURS,
    "publishing/carriers:call": OURS,
    "publishing/carriers:carrier": OURS,
    "publishing/configured:LINES": PARAGRAPH,
    "publishing/configured:moved": HEADER,
    "publishing/floor:DOCUMENT": OURS,
    "publishing/floor:MAIN": OURS,
    "publishing/floor:SELECTION": OURS,
    "publishing/git:OBJECT": HEADER,
    "publishing/git:REFSPEC": HEADER,
    "publishing/git:whole": HEADER,
    "publishing/listing:STAMP": OURS,
    "publishing/place:Place.preview": OURS,
    "publishing/place:RELEASE": OURS,
    "publishing/refs:IDS": HEADER,
    "publishing/refs:PLAIN": HEADER,
    "publishing/refs:objection": HEADER,
    "publishing/secrets:STAMP": HEADER,
    "publishing/setup:KEY": OURS,
    "publishing/setup:grant": OURS,
    "publishing/setup:set_up": OURS,
    "publishing/setup:write_keys": OURS,
    "publishing/sharing/arrival:ask": HEADER,
    "publishing/sharing/clone:commit_of_texts": HEADER,
    "publishing/sharing/joining:LIST": HEADER,
    "publishing/sharing/redirecting:LINE": LINE,
    "publishing/sharing/redirecting:stub": LINE,
    "publishing/sharing/redirecting:typed": VALUE,
    "publishing/status:described": HEADER,
    "publishing/status:standing": HEADER,
    "publishing/upload:behind": OURS,
    "publishing/webserver:caddy_redirects": VALUE,
    "publishing/work:other_packages": OURS,
    "records/addresses:Addresses.resolve": VALUE,
    "records/addresses:asked_for": VALUE,
    "records/body:HEADING": LINE,
    "records/body:REFERENCE": LINE,
    "records/body:UNDERLINE": LINE,
    "records/bounds:BRACKET": LINE,
    "records/bounds:PLAIN_TARGET": LINE,
    "records/bounds:SPLITTING": LINE,
    "records/bounds:WORD": LINE,
    "records/cells:DIVIDER": LINE,
    "records/cells:FRAMED": LINE,
    "records/cells:LABEL": LINE,
    "records/cells:LISTED": LINE,
    "records/cells:PIPE": LINE,
    "records/characters:ALIKE": LINE,
    "records/characters:FIGURE": LINE,
    "records/characters:SUSPECT": LINE,
    "records/characters:TWICE": LINE,
    "records/characters:WORD": LINE,
    "records/confirm:IN_HEAD": LINE,
    "records/confirm:IN_TEXT": LINE,
    "records/conflicts:BETWEEN": PARAGRAPH,
    "records/conflicts:SIDES": PARAGRAPH,
    "records/council:NAMED": OURS,
    "records/doubts:ADDRESSED": LINE,
    "records/doubts:CLOSING": LINE,
    "records/doubts:COMMENT": LINE,
    "records/doubts:GAP": LINE,
    "records/doubts:NOTE": LINE,
    "records/doubts:PLACED": LINE,
    "records/doubts:PRINTED": LINE,
    "records/doubts:SALUTATION": LINE,
    "records/doubts:SIGNED": LINE,
    "records/doubts:SUBJECT": LINE,
    "records/doubts:TAG": LINE,
    "records/dress:ABOVE": PARAGRAPH,
    "records/dress:ANEW": PARAGRAPH,
    "records/dress:DEFENDED": PARAGRAPH,
    "records/dress:DEFENDED_SIGN": PARAGRAPH,
    "records/dress:ESCAPED": PARAGRAPH,
    "records/dress:ESCAPES": PARAGRAPH,
    "records/dress:HIDDEN": PARAGRAPH,
    "records/dress:LINKED": PARAGRAPH,
    "records/dress:NOWHERE": PARAGRAPH,
    "records/dress:PACKED": PARAGRAPH,
    "records/dress:POINT": PARAGRAPH,
    "records/dress:PORT": PARAGRAPH,
    "records/dress:SLASHES": PARAGRAPH,
    "records/dress:STRESSED": PARAGRAPH,
    "records/dress:TAGS": PARAGRAPH,
    "records/dress:TAG_BYTES": PARAGRAPH,
    "records/dress:UNUSUAL": PARAGRAPH,
    "records/dress:clean": PARAGRAPH,
    "records/dress:figures": PARAGRAPH,
    "records/exact:Dresses.all": PARAGRAPH,
    "records/exact:behind_word": VALUE,
    "records/exact:number": VALUE,
    "records/exact:rules": VALUE,
    "records/exact:telling": VALUE,
    "records/fast_markdown:BLANK_LINE": PARAGRAPH,
    "records/fast_markdown:MARK_LATER": PARAGRAPH,
    "records/fast_markdown:PLAIN_FIRST": PARAGRAPH,
    "records/fast_markdown:RULE_FIRST": PARAGRAPH,
    "records/fast_markdown:RULE_LATER": PARAGRAPH,
    "records/fast_markdown:STAR": PARAGRAPH,
    "records/fields:Reader.row": VALUE,
    "records/fields:Reader.value": VALUE,
    "records/fields:UID": VALUE,
    "records/fields:choice": VALUE,
    "records/fields:count": VALUE,
    "records/fields:date": VALUE,
    "records/fields:mail": VALUE,
    "records/fields:point": VALUE,
    "records/fields:slug": VALUE,
    "records/fields:time": VALUE,
    "records/fields:until": VALUE,
    "records/fields:url": VALUE,
    "records/frontmatter:FENCE": LINE,
    "records/german:BEFORE_DAY": VALUE,
    "records/german:DATE": VALUE,
    "records/german:DENIAL": VALUE,
    "records/german:holds": VALUE,
    "records/german:slug": LINE,
    "records/guard:BEGINS": PARAGRAPH,
    "records/guard:CLOSED": PARAGRAPH,
    "records/guard:CODE": HEADER,
    "records/guard:HOST_ENDS": LINE,
    "records/guard:LISTS": HEADER,
    "records/guard:MAIL": PARAGRAPH,
    "records/guard:OWN": PARAGRAPH,
    "records/guard:allowing": HEADER,
    "records/guard:hosts_of": LINE,
    "records/guard:is_allowed": HEADER,
    "records/guard:own_rules": HEADER,
    "records/headings:ASKED": LINE,
    "records/headings:BOLD": LINE,
    "records/headings:NUMBER": LINE,
    "records/inside:BASE64": PARAGRAPH,
    "records/inside:ESCAPED": LINE,
    "records/inside:PRINTED": LINE,
    "records/inside:QUOTED": PARAGRAPH,
    "records/inside:RICH": PARAGRAPH,
    "records/inside:STREAM": LINE,
    "records/inside:STRING": LINE,
    "records/inside:WIDE": PARAGRAPH,
    "records/inside:WORDS_OF_HEAD": PARAGRAPH,
    "records/inside:WORDS_OF_PICTURE": PARAGRAPH,
    "records/inside:by_pdfium": PARAGRAPH,
    "records/inside:in_markup": PARAGRAPH,
    "records/inside:in_text": PARAGRAPH,
    "records/nouns:SAID": 200,
    "records/pasted:AND": VALUE,
    "records/pasted:BRACKETED": VALUE,
    "records/pasted:COMMAS": VALUE,
    "records/pasted:PIECES": VALUE,
    "records/pasted:SIGNED": VALUE,
    "records/pasted:groups_in": VALUE,
    "records/pasted:kind_of": VALUE,
    "records/pasted:without_label": VALUE,
    "records/left:GAP": LINE,
    "records/left:RESERVED": LINE,
    "records/lists:DATED": LINE,
    "records/lists:ENDED": LINE,
    "records/lists:GOES_ON": LINE,
    "records/lists:ITEM": LINE,
    "records/lists:LINE": LINE,
    "records/lists:ORDINAL": LINE,
    "records/lists:PERHAPS": LINE,
    "records/lists:QUOTE": LINE,
    "records/lists:RULE": LINE,
    "records/lists:SHALLOW": LINE,
    "records/lists:SPECIAL": LINE,
    "records/lists:SUB": LINE,
    "records/markdown:LEFT": PARAGRAPH,
    "records/markdown:unescape": LINE,
    "records/notes:BACK": LINE,
    "records/notes:BARE": LINE,
    "records/notes:BARE_NAMED": LINE,
    "records/notes:CODE": LINE,
    "records/notes:DEFINITION": LINE,
    "records/notes:NAMED": LINE,
    "records/notes:NAMING": LINE,
    "records/quoting:ESCAPED": VALUE,
    "records/quoting:FORMULA": PARAGRAPH,
    "records/quoting:NOT_FOR_TERMINALS": PARAGRAPH,
    "records/quoting:NOT_IN_XML": PARAGRAPH,
    "records/quoting:authorized_keys": HEADER,
    "records/quoting:caddy": VALUE,
    "records/quoting:calendar": PARAGRAPH,
    "records/quoting:host": VALUE,
    "records/quoting:mail_header": HEADER,
    "records/quoting:plain": HEADER,
    "records/rules:KEYS": PARAGRAPH,
    "records/rules:LINES": PARAGRAPH,
    "records/rules:compiled": PARAGRAPH,
    "records/rules:name": PARAGRAPH,
    "records/sample:FLAG": 20_000,  # a list
    "records/sample:NAMED": OURS,
    "records/sample:expression": PARAGRAPH,
    "records/sample:read_sample": OURS,
    "records/slips:ENDS": LINE,
    "records/slips:ENTRY": LINE,
    "records/slips:ITEM": LINE,
    "records/slips:LEAD": LINE,
    "records/slips:OPEN_BLOCK": LINE,
    "records/slips:STUCK": LINE,
    "records/slips:slip_in": LINE,
    "records/tree:COMMENT": LINE,
    "search/letters:BREAK": LINE,
    "search/letters:DOUBLE": LINE,
    "search/letters:JOINED": LINE,
    "search/letters:STAR": LINE,
    "search/letters:TAG": LINE,
    "search/letters:WORD": LINE,
    "search/numbers:DAY": LINE,
    "search/numbers:ITEM": LINE,
    "search/numbers:PAPER": LINE,
    "search/numbers:PARAGRAPH": LINE,
    "search/numbers:ROAD": LINE,
    "search/numbers:RUN": LINE,
    "search/numbers:TWO": LINE,
    "search/papers:HYPHEN": LINE,
    "site/agendas:check_change": VALUE,
    "site/agendas:natural": VALUE,
    "site/files:COPY": VALUE,
    "site/files:ENDING": VALUE,
    "site/files:LITTER": VALUE,
    "site/files:STEM": VALUE,
    "site/files:check_name": VALUE,
    "site/redirects:check_redirects": VALUE,
    "site/heads:Head.__init__": VALUE,
    "site/heads:Head.append": VALUE,
    "site/heads:Head.find": VALUE,
    "site/heads:Head.item": VALUE,
    "site/heads:Head.set_flow": VALUE,
    "site/heads:Head.set_in": VALUE,
    "site/leads:pattern": 200_000,  # a feed with whole texts; it grows with the length
    "site/pinned:LINE": 20_000,  # a lock file
    "site/reading:UNREADY": PARAGRAPH,
    "site/repair:FIXED": LINE,
    "site/repair:dated": VALUE,
    "site/repair:to_the_new_day": VALUE,
    "site/repair:LINE": LINE,
    "site/repair:MEANT": VALUE,
    "site/repair:TARGET": VALUE,
    "site/repair:UNSURE": LINE,
    "site/repair:dashes": LINE,
    "site/repair:key": LINE,
    "site/repair:with_uid": VALUE,
    "site/settings:from_mapping": VALUE,
    "teasers/choose:base_of": ENTRY,
    "teasers/choose:folded": ENTRY,
    "teasers/days:AFTERNOON": 120,
    "teasers/days:CLOCK": 120,
    "teasers/days:DOTTED": 120,
    "teasers/days:ISO": 120,
    "teasers/days:NAMED": 120,
    "teasers/days:NAMED_FIRST": 120,
    "teasers/days:OFFSET": 120,
    "teasers/days:PACKED": 120,
    "teasers/days:SECONDS": 120,
    "teasers/days:SLASHED": 120,
    "teasers/days:ZONE": 120,
    "teasers/days:date_in": 120,
    "teasers/encoding:DECLARED": ENTRY,
    "teasers/encoding:mended": ENTRY,
    "teasers/encoding:renamed": ENTRY,
    "teasers/jsonfeed:VERSION": ENTRY,
    "teasers/keep:LINE": ENTRY,
    "teasers/keep:UID_LINE": ENTRY,
    "teasers/reach:fresh_for": ENTRY,
    "teasers/reach:parts_of": ENTRY,
    "teasers/reach:sane": ENTRY,
    "teasers/reader:BEGIN_OF_ENTRY": ENTRY,
    "teasers/reader:DATE": ENTRY,
    "teasers/reader:END_OF_ENTRY": ENTRY,
    "teasers/reader:REFERENCE": ENTRY,
    "teasers/reader:UNNEEDED": ENTRY,
    "teasers/reader:UNSAFE": ENTRY,
    "teasers/reader:YEAR": ENTRY,
    "teasers/reader:content_type": ENTRY,
    "teasers/reader:last_words": ENTRY,
    "teasers/reader:link_of": LINK,
    "teasers/reader:picture_in": ENTRY,
    "teasers/tracking:NAMES": LINK,
    "teasers/tracking:WHOLE": LINK,
    "teasers/words:ENDS": ENTRY,
    "teasers/words:MARKUP": ENTRY,
    "teasers/words:SURROGATE": ENTRY,
    "teasers/words:TAIL": LONGEST_TAIL,
}

# Put together when the program runs: made of the worst that may be given.
MADE: dict[str, Callable[[], list[re.Pattern]]] = {
    "press/words:compiled": lambda: [
        compiled((Word("Vorlage", "vorlage", "Ein Text."), Word("Vorlagen-Nummer", "nummer", "Eine Zahl.")))[0]
    ],
    "founding/retold:pattern": lambda: [
        retold.pattern(tuple(retold.forms_of(councils.COUNCILS["Regionsversammlung"])))
    ],
    "importing/minutes:spoken": lambda: [form for _, form, _ in SAID],
    "records/sample:expression": lambda: [sample.expression(("Ebersfurt", "Mira Tannhof", "01234 567890"))],
    "records/rules:compiled": lambda: [
        rule.expression for rule in (*rules.RULES, *guard.own_rules(("meet.example.org",)))
    ],
    "records/rules:name": lambda: [name.pattern for name in rules.NAMES],
    "records/exact:behind_word": lambda: [exact.behind_word("4321")],
    "records/fields:choice": lambda: [
        re.compile(field.pattern)
        for table in tables().values()
        for rows in (table.fields, *table.rows.values())
        for field in rows.values()
        if field.pattern
    ],
    "motions/ballot:BODY": lambda: [ballot.BODY],
    "site/leads:pattern": lambda: [leads.pattern("www.example.org", quoted) for quoted in (True, False)],
    "motions/rollcall:TOTAL": lambda: [rollcall.TOTAL],
    "motions/wording:BODY": lambda: [wording.BODY],
    **{
        f"site/heads:Head.{name}": lambda: [
            re.compile(rf"(?:{' ' * 4}| *- )datum\s*:(?:\s|$)"),
            re.compile(r"datum\s*:\s*(?:\[\s*\])?\s*"),
            re.compile(r"([{,]\s*)datum\s*:\s*(\"[^\"]*\"|'[^']*'|[^,}\[\]{]*)"),
        ]
        for name in ("append", "find", "item", "set_flow", "set_in")
    },
}

# Texts that somebody thought of: many times each.
HARD = (
    ".",
    "…",
    " …",
    "[...]",
    "- ",
    "[",
    "](",
    "![",
    "<",
    "<http:",
    "\\",
    "*a ",
    "**",
    "_",
    "`",
    "&",
    "&a",
    "§ ",
    "1 Ja, ",
    "{{",
    "=",
    '"',
    "'",
    "Der Beitrag ",
    "Weiterlesen ",
    "://",
    ":",
    "a@",
    "a.",
    "1",
    " ",
    "\n",
    "ä",
    "%2",
)

ASKS = ("compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
SMALL = 300  # characters in the small run; what is exponential or cubic shows there too


def called(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Each call of the module `re`, with the name of its function, or of the constant that is made of it."""

    def walk(node: ast.AST, names: list[str], constant: str) -> Iterator[tuple[str, ast.Call]]:
        for child in ast.iter_child_nodes(node):
            inside, holds = names, constant
            if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                inside = [*names, child.name]
            elif not names and isinstance(child, ast.Assign | ast.AnnAssign):
                target = child.targets[0] if isinstance(child, ast.Assign) else child.target
                holds = target.id if isinstance(target, ast.Name) else constant
            if (
                isinstance(child, ast.Call)
                and isinstance(child.func, ast.Attribute)
                and isinstance(child.func.value, ast.Name)
                and child.func.value.id == "re"
                and child.func.attr in ASKS
            ):
                yield ".".join(inside) or holds or "here", child
            yield from walk(child, inside, holds)

    yield from walk(tree, [], "")


@cache
def discovered() -> dict[str, list[ast.Call]]:
    """Every row that the table must have, with the calls that it stands for."""
    found: dict[str, list[ast.Call]] = {}
    for module in sorted(PLUGINS.rglob("*.py")):
        place = module.relative_to(PLUGINS).with_suffix("").as_posix()
        for name, call in called(ast.parse(module.read_text("utf-8"))):
            found.setdefault(f"{place}:{name}", []).append(call)
    return found


def patterns_in(value: object) -> Iterator[re.Pattern]:
    """Every expression in a constant, however deep it stands in tuples and tables."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from patterns_in(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from patterns_in(each)


def expressions(row: str, calls: list[ast.Call]) -> Iterator[tuple[re.Pattern, str]]:
    """The expressions of a row, each with the way it is asked."""
    module, _, name = row.partition(":")
    if row in MADE:
        yield from ((each, "search") for each in MADE[row]())
    held = vars(importlib.import_module("plugins." + module.replace("/", "."))).get(name) if "." not in name else None
    for each in patterns_in(held):
        yield each, way_of(module, name)
    for call in calls:
        if call.func.attr != "compile" and isinstance(call.args[0], ast.Constant):
            ignore = any(
                "IGNORECASE" in ast.unparse(more) for more in [*call.args[1:], *(k.value for k in call.keywords)]
            )
            yield re.compile(call.args[0].value, re.IGNORECASE if ignore else 0), call.func.attr


def way_of(module: str, name: str) -> str:
    """How the code asks a constant, in its own module or, where nothing asks it there, in others: at the beginning of a text, or everywhere."""
    for texts in ([SOURCES[module]], SOURCES.values()):
        asked = {
            match[1]
            for text in texts
            for match in re.finditer(
                rf"\b{name}(?:\[[^\]]*\]+)*\.(match|fullmatch|search|sub|subn|split|findall|finditer)\b", text
            )
        }
        if asked:
            beginning = asked & {"match", "fullmatch"}
            return (
                "start"
                if asked == beginning == {"match", "fullmatch"}
                else next(iter(asked))
                if asked == beginning
                else "all"
                if beginning
                else "search"
            )
    return "all"


SOURCES = {
    module.relative_to(PLUGINS).with_suffix("").as_posix(): module.read_text("utf-8")
    for module in PLUGINS.rglob("*.py")
}


def ask(expression: re.Pattern, way: str, text: str | bytes) -> None:
    if way in ("match", "fullmatch"):
        getattr(expression, way)(text)
    elif way == "start":
        expression.match(text), expression.fullmatch(text)
    elif way == "all":
        try_all(expression, text)
    else:
        for _ in expression.finditer(text):
            pass


def slow(expression: re.Pattern, way: str, size: int, seconds: float) -> str | bytes | None:
    """The beginning of a text on which an expression takes longer than it may, if there is one."""
    hard = (sign * (size // len(sign)) for sign in HARD)
    bytewise = isinstance(expression.pattern, bytes)
    for text in [
        *worst_cases(expression, size, ENDS if size > SMALL else ENDS[:1]),
        *((text.encode("latin-1", "replace") if bytewise else text) for text in hard),
    ]:
        try:
            within(seconds, lambda text=text: ask(expression, way, text))
        except Slow:
            return text[:60]
    return None


# ------------------------------------------------------------------------------------------ the table


def test_every_expression_of_the_code_stands_in_the_table():
    new = sorted(discovered().keys() - TABLE.keys())

    assert new == [], f"expressions without a row; the docstring of {__name__} says how one is written"


def test_the_table_holds_no_expression_that_is_gone():
    assert sorted(TABLE.keys() - discovered().keys()) == []


@pytest.mark.parametrize(("full", "seconds"), [(False, 5.0), pytest.param(True, 0.5, marks=pytest.mark.lang)])
def test_no_expression_is_slow_on_the_longest_text_that_reaches_it(full: bool, seconds: float):
    """Half a second of the processor. The small run takes shorter texts, and ten times the time is its guard against hanging."""
    found = []
    for row, calls in discovered().items():
        for expression, way in expressions(row, calls):
            if text := slow(expression, way, TABLE[row] if full else min(SMALL, TABLE[row]), seconds):
                found.append((row, expression.pattern, text))

    assert found == []


@pytest.mark.parametrize("expression", [r"(?: ?(?:\[…\]|\.{3,}|…))+$", r"(a+)+b", r"(?:x|x)*y"])
def test_the_table_would_find_one_that_hangs(expression: str):
    assert slow(re.compile(expression), "search", 300, 0.3)


# ------------------------------------------------------------------------------------- of the library


def of_markdown() -> dict[str, re.Pattern]:
    """The expressions of Python-Markdown as this program sets it up; it looks for each in one paragraph."""
    made = make_converter("another version")
    found = {
        f"inline:{name}": made.inlinePatterns[name].compiled_re
        for name in (item.name for item in made.inlinePatterns._priority)
    }
    for block in made.parser.blockprocessors:
        found |= {
            f"block:{type(block).__name__}.{key}": value
            for key in dir(block)
            if isinstance(value := getattr(block, key), re.Pattern)
        }
    return found


@pytest.mark.parametrize(("full", "seconds"), [(False, 5.0), pytest.param(True, 0.5, marks=pytest.mark.lang)])
def test_no_expression_of_the_library_is_slow_on_a_paragraph(full: bool, seconds: float):
    """What a block's expression finds hard it finds in one line: those that reach over lines stop at a bracket."""
    found = {
        name: text
        for name, expression in of_markdown().items()
        if (
            text := slow(
                expression, "search" if name.startswith("inline") else "match", LINE if full else SMALL, seconds
            )
        )
    }

    assert found == {}


# ------------------------------------------------------------------------------- when the program runs

HOOK = """
import re, sys
kept, real = set(), re._compile
def hook(pattern, flags):
    frame = sys._getframe(1)
    while frame and (frame.f_globals.get("__name__") == "re" or frame.f_code.co_name in ("<dictcomp>", "<listcomp>", "<setcomp>", "<genexpr>", "<lambda>")):
        frame = frame.f_back
    module = frame.f_globals.get("__name__", "")
    if module.startswith("plugins."):
        kept.add(module + ":" + frame.f_code.co_qualname)
    return real(pattern, flags)
re._compile = hook
from plugins.cli import main
try:
    main(sys.argv[1:])
finally:
    print("".join("\\n§" + each for each in sorted(kept)))
"""


def asked_while(*command: str) -> set[str]:
    """Where the program asks `re` while a command runs in the sample site: module and function."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", HOOK, *command],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )
    return {line[1:] for line in done.stdout.splitlines() if line.startswith("§")}


@pytest.mark.parametrize("command", ["pruefen", pytest.param("bauen", marks=pytest.mark.lang)])
def test_what_is_put_together_when_the_program_runs_stands_in_the_table_too(tmp_path, command: str):
    """Everything that asks `re` while the sample site is checked, or built with a new store, whatever it is called there."""
    more = (
        ("--kerne", "1", "--ausgabe", str(tmp_path / "output"), "--zwischenspeicher", str(tmp_path / "cache"))
        if command == "bauen"
        else ()
    )
    asked = asked_while(command, *more)
    rows = {
        f"{module.removeprefix('plugins.').replace('.', '/')}:{name.split('.<')[0]}"
        for module, _, name in (each.partition(":") for each in asked)
        if not name.startswith("<module>")
    }

    assert len(asked) > 20
    assert sorted(rows - TABLE.keys()) == []
