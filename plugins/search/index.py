"""The index: from everything that can be found to the files that the browser asks, all below one folder.

  liste.js            where the parts lie; the one file whose name stays (no-cache, with the number of its format)
  p/<digest>.js       parts: words with where they stand, words from behind, the table of texts, numbers of a year, a filter, the direct ways
  d/<id>-<digest>.js  what a hit shows, and its text;  x/<id>-<digest>.js: the text of its PDF files

Each is a script of one call (`sx("p/…", …)`), so that the pages need no more than `script-src 'self'`, and it works from file:// too.
"""

from __future__ import annotations

import math
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from ..records import german
from ..records.compact import dumps, loads
from ..records.digests import digest
from .bag import Bag, bag_of, terms_of
from .compounds import CUT, STOP, Splitter, is_noun
from .entries import Corpus, Entry, Source
from .letters import fold, stem
from .memory import INDEXES, Damaged, Files, opened, rows
from .numbers import MONTHS, NOISE, number_keys, year_of
from .shelves import FOLDER, Line, Shelf, call, name_of
from .signs import CLASSES, MOST, PART, SUMMARY, TITLE, ids_as_signs, pack, unpack

FORMAT = 1
MANY = 1000  # texts: from here on a noun must stand in three of them
ROOM, SPARE = 64, 16  # ids of a quarter come in steps of ROOM, with SPARE free ones
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
Ways = tuple[tuple[str, ...], ...]
Rules = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def build_index(corpus: Corpus, direct: Ways = (), rules: Rules = ()) -> Files:
    """All files by their names. With a memory only what is another than last time is worked out; the bytes are the same."""
    try:
        db = opened(corpus.memory, corpus.version)
        try:
            return made(corpus, direct, rules, db)
        except Exception:
            db.close()  # else it lives with the traceback, and takes the journal of the next memory for its own
            raise
    except (Damaged, sqlite3.DatabaseError):
        return made(corpus, direct, rules, opened(corpus.memory, ""))


def made(corpus: Corpus, ways: Ways, rules: Rules, db: sqlite3.Connection) -> Files:
    if db.execute("SELECT 1 FROM texts LIMIT 1").fetchone():
        db.execute("UPDATE files SET fresh = 0 WHERE fresh")
        Revision(db, corpus).run()
    else:
        fill(db, corpus)
    write_list(db, ways, rules)
    db.execute("UPDATE made SET version = ?", (corpus.version,))
    db.execute("COMMIT")
    return Files(db)


# --------------------------------------------------------------------------------- from nothing


def fill(db: sqlite3.Connection, corpus: Corpus) -> None:
    """Two passes: which words there are, and so which are parts of others; then where each stands."""
    counts: Counter[str] = Counter()
    dates: dict[str, str] = {}
    for source in corpus.sources:
        entry = source.make()
        bag, length = bag_of(entry)
        counts.update(bag.keys())
        dates[source.path] = entry.date.isoformat() if entry.date else ""
        db.execute("INSERT INTO texts VALUES (?, ?, -1, ?, ?, ?, ?, ?)", row_of(source, entry, bag, length))
    ids = ids_of(dates)
    nouns = nouns_of(counts, len(dates))
    db.executemany("INSERT INTO nouns VALUES (?, ?)", ((noun, stem(noun)) for noun in sorted(nouns)))
    splitter = Splitter(Held(nouns))
    known = {form: known_of(form, splitter) for form in counts}
    db.executemany(
        "INSERT INTO forms VALUES (?, ?, ?, ?, ?)",
        ((form, counts[form], fold(form), own, " ".join(parts)) for form, (own, parts) in sorted(known.items())),
    )
    usual = usual_of((own, form, counts[form]) for form, (own, _) in known.items())
    del splitter, counts
    where: dict[str, array] = {}
    for path in sorted(ids, key=ids.get):
        (bag,) = db.execute("SELECT bag FROM texts WHERE path = ?", (path,)).fetchone()
        number = ids[path] * CLASSES
        for term, classes in terms_of(opened_up(bag), known).items():
            posts = where.get(term)
            if posts is None:
                posts = where[term] = array("I")
            for each in classes:
                posts.append(number + each)
    del known
    db.executemany("UPDATE texts SET id = ? WHERE path = ?", ((number, path) for path, number in ids.items()))
    Shelf(db, "w").fill(line_of(term, where.pop(term), usual.get(term, "")) for term in list(where))
    Shelf(db, "b").fill(behind(db))
    for statement in INDEXES:
        db.execute(statement)
    write_texts(db, list(ids))
    write_tables(db)


def behind(db: sqlite3.Connection) -> Iterator[Line]:
    for term, usual in db.execute("SELECT term, usual FROM lines WHERE kind = 'w' AND usual != ''"):
        yield term[::-1], usual, ""


def ids_of(dates: dict[str, str]) -> dict[str, int]:
    """By day and address, the oldest first. Each quarter has room for more: a new paper shifts the later ones of its own only."""
    ordered = sorted(dates.items(), key=lambda pair: (pair[1], pair[0]))
    ids: dict[str, int] = {}
    start = 0
    for _, group in groupby(ordered, key=lambda pair: quarter(pair[1])):
        paths = [path for path, _ in group]
        ids.update(zip(paths, range(start, start + len(paths)), strict=True))
        start += -(-(len(paths) + SPARE) // ROOM) * ROOM
    if start > MOST:  # more than forty thousand texts: without room for others
        ids = {path: number for number, (path, _) in enumerate(ordered)}
    return ids


def quarter(date: str) -> str:
    return f"{date[:4]}-{(int(date[5:7]) + 2) // 3}" if date else ""


def nouns_of(counts: dict[str, int], texts: int) -> set[str]:
    least = least_of(texts)
    return {
        folded
        for form, count in counts.items()
        if is_noun_here(form, folded := fold(form), count, counts.get(form.lower(), 0), least)
    }


def least_of(texts: int) -> int:
    return 1 if texts < MANY else 3


def is_noun_here(form: str, folded: str, count: int, small: int, least: int) -> bool:
    """Written large more often than small."""
    return count >= least and 2 * count >= small and is_noun(form, folded)


def known_of(form: str, splitter: Splitter) -> tuple[str, tuple[str, ...]]:
    folded = fold(form)
    if folded in STOP:
        return "", ()
    own = stem(folded)
    return own, tuple(part for part in splitter.split(folded) if part != own)


class Held(frozenset):
    """The nouns of all texts at once."""

    def of_stem(self, own: str) -> bool:
        if not hasattr(self, "stems"):
            self.stems = frozenset(map(stem, self))
        return own in self.stems


class Remembered:
    """The nouns that the memory knows: an edit asks for few."""

    def __init__(self, db: sqlite3.Connection):
        self.db = db

    def __contains__(self, word: object) -> bool:
        return bool(self.db.execute("SELECT 1 FROM nouns WHERE noun = ?", (word,)).fetchone())

    def of_stem(self, own: str) -> bool:
        return bool(self.db.execute("SELECT 1 FROM nouns WHERE stem = ?", (own,)).fetchone())


def usual_of(forms: Iterable[tuple[str, str, int]]) -> dict[str, str]:
    """How a word is mostly written, by its stem."""
    best: dict[str, tuple[int, str]] = {}
    for own, form, count in forms:
        if own and form.isalpha() and len(form) > 3 and (own not in best or (count, form) > best[own]):
            best[own] = (count, form)
    return {own: form for own, (_, form) in best.items()}


def line_of(term: str, posts: Iterable[int], usual: str) -> Line:
    """With its usual form where it stands in two texts at least, in a title or in a summary: only such words are proposed."""
    whole = [post for post in posts if not post & PART]
    return term, usual if len(whole) > 1 or any(post & (TITLE | SUMMARY) for post in whole) else "", pack(posts)


# ------------------------------------------------------------------------------------- an edit


class Revision:
    """Takes out what went, puts in what came. Which words are parts of others depends on all texts: a new noun opens words of others too."""

    def __init__(self, db: sqlite3.Connection, corpus: Corpus):
        self.db = db
        self.sources: dict[str, Source] = {source.path: source for source in corpus.sources}
        self.before: dict[str, tuple[str, int, str]] = {
            path: (key, number, date) for path, key, number, date in db.execute("SELECT path, key, id, date FROM texts")
        }
        self.gone = self.before.keys() - self.sources.keys()
        self.fresh = [
            source
            for source in corpus.sources
            if source.path not in self.before or self.before[source.path][0] != source.key
        ]
        self.known_before: dict[
            str, tuple[str, tuple[str, ...]]
        ] = {}  # of words that came or went, or are taken apart otherwise
        self.known: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.stems: set[str] = set()  # whose usual form may be another

    def run(self) -> None:
        if not self.gone and not self.fresh:
            return
        if least_of(len(self.before)) != least_of(len(self.sources)):
            raise Damaged  # another rule for all words: made from nothing
        before = self.told()
        old = {
            path: self.bag(path)
            for path in sorted({*self.gone, *(source.path for source in self.fresh)} & self.before.keys())
        }
        new: dict[str, Bag] = {}
        dates = {path: date for path, (_, _, date) in self.before.items() if path not in self.gone}
        for path in self.gone:
            self.forget_files(path)
            self.db.execute("DELETE FROM texts WHERE path = ?", (path,))
        for source in self.fresh:
            entry = source.make()
            new[source.path], length = bag_of(entry)
            dates[source.path] = entry.date.isoformat() if entry.date else ""
            self.forget_files(source.path)
            self.db.execute(
                "INSERT OR REPLACE INTO texts VALUES (?, ?, -1, ?, ?, ?, ?, ?)",
                row_of(source, entry, new[source.path], length),
            )
        ids = ids_of(dates)
        moved = {path for path, number in ids.items() if path in self.before and self.before[path][1] != number}
        self.count(old, new)
        touched = sorted({*old, *new, *moved, *self.holding()})
        for path in touched:
            if path not in old and path in self.before:
                old[path] = self.bag(path)
        self.learn({form for path in touched for bag in (old.get(path, {}), new.get(path, {})) for form in bag})
        changes: dict[str, tuple[set[int], set[int]]] = {}
        for path in touched:
            out = posts_of(old[path], self.known_before, self.before[path][1]) if path in self.before else {}
            into = posts_of(new.get(path, old.get(path, {})), self.known, ids[path]) if path in ids else {}
            for term in out.keys() | into.keys():
                if out.get(term) != into.get(term):
                    taken, put = changes.setdefault(term, (set(), set()))
                    taken |= out.get(term, set())
                    put |= into.get(term, set())
        for path in moved - new.keys():
            self.forget_files(path)
        again = sorted({*new, *moved})
        self.db.executemany("UPDATE texts SET id = ? WHERE path = ?", ((ids[path], path) for path in again))
        self.write_lines(changes)
        write_texts(self.db, again)
        if moved or before != self.told():
            write_tables(self.db)

    def told(self) -> list[tuple[str, int, str]]:
        """By what all texts are narrowed down, and their numbers."""
        paths = sorted({*self.gone, *(source.path for source in self.fresh)})
        return [*rows(self.db, "SELECT path, id, facts FROM texts WHERE path IN (*)", paths)]

    def bag(self, path: str) -> Bag:
        return opened_up(self.db.execute("SELECT bag FROM texts WHERE path = ?", (path,)).fetchone()[0])

    def forget_files(self, path: str) -> None:
        """Of a text, as it was."""
        for number, sign in self.db.execute("SELECT id, sign FROM texts WHERE path = ?", (path,)).fetchall():
            self.db.executemany(
                "DELETE FROM files WHERE name = ?", [(f"{folder}/{text_name(number, sign)}.js",) for folder in "dx"]
            )

    def count(self, old: dict[str, Bag], new: dict[str, Bag]) -> None:
        """How many texts hold each word; which are nouns; which words are taken apart otherwise."""
        counts: Counter[str] = Counter()
        for bag in new.values():
            counts.update(bag.keys())
        for bag in old.values():
            counts.subtract(bag.keys())
        moved = {form: count for form, count in counts.items() if count}
        for form, own, parts in rows(self.db, "SELECT form, stem, parts FROM forms WHERE form IN (*)", sorted(moved)):
            self.known_before[form] = (own, tuple(parts.split()))
        for form, count in moved.items():
            if form in self.known_before:
                self.db.execute("UPDATE forms SET count = count + ? WHERE form = ?", (count, form))
            else:
                folded = fold(form)
                self.db.execute(
                    "INSERT INTO forms VALUES (?, ?, ?, ?, '')",
                    (form, count, folded, "" if folded in STOP else stem(folded)),
                )
        self.db.execute("DELETE FROM forms WHERE count = 0")
        changed = self.renew_nouns({fold(form) for form in moved})
        splitter = Splitter(Remembered(self.db))
        for form, own, parts in self.opened(changed):
            self.known_before.setdefault(form, (own, tuple(parts.split())))
            self.known[form] = known_of(form, splitter)
        for form in moved:
            self.known[form] = self.known.get(form) or known_of(form, splitter)
        for form, (own, parts) in self.known.items():
            self.db.execute(
                "UPDATE forms SET parts = ? WHERE form = ? AND parts != ?", (" ".join(parts), form, " ".join(parts))
            )
            if form in moved and own:
                self.stems.add(own)

    def renew_nouns(self, words: set[str]) -> set[str]:
        """Nouns that came or went, each as its shortest form inside of other words."""
        least, changed = least_of(len(self.sources)), set()
        for word in sorted(words):
            spelled = {
                form: count
                for form, folded, count in self.db.execute(
                    "SELECT form, folded, count FROM forms WHERE stem = ?", (stem(word),)
                )
                if folded == word
            }
            one = any(
                is_noun_here(form, word, count, spelled.get(form.lower(), 0), least) for form, count in spelled.items()
            )
            if one != (word in Remembered(self.db)):
                if one:
                    self.db.execute("INSERT INTO nouns VALUES (?, ?)", (word, stem(word)))
                else:
                    self.db.execute("DELETE FROM nouns WHERE noun = ?", (word,))
                changed.add(min((stem(word), *(word.removesuffix(end) for end in CUT)), key=len))
        return changed

    def opened(self, changed: set[str]) -> Iterator[tuple[str, str, str]]:
        """Words in which one of these stands."""
        parts = sorted(changed)
        for start in range(0, len(parts), 200):
            some = parts[start : start + 200]
            yield from self.db.execute(
                f"SELECT form, stem, parts FROM forms WHERE {' OR '.join(['instr(folded, ?)'] * len(some))}", some
            ).fetchall()

    def holding(self) -> set[str]:
        """The texts that hold a word which is taken apart otherwise: found through the index, as it was."""
        found: set[str] = set()
        others = {
            form: self.known_before[form][0]
            for form in self.known
            if form in self.known_before and self.known[form] != self.known_before[form]
        }
        if not others:
            return found
        paths = {number: path for path, (_, number, _) in self.before.items()}
        for own in sorted(set(others.values())):
            forms = {form for form, each in others.items() if each == own}
            row = self.db.execute("SELECT posts FROM lines WHERE kind = 'w' AND term = ?", (own,)).fetchone()
            for path in {paths[post >> 5] for post in unpack(row[0])} & self.sources.keys() if row else ():
                if not forms.isdisjoint(self.bag(path)):
                    found.add(path)
        return found

    def learn(self, forms: set[str]) -> None:
        """Of the other words of these texts: nothing about them changed."""
        for form, own, parts in rows(
            self.db,
            "SELECT form, stem, parts FROM forms WHERE form IN (*)",
            sorted(forms - (self.known.keys() & self.known_before.keys())),
        ):
            self.known_before.setdefault(form, (own, tuple(parts.split())))
            self.known.setdefault(form, (own, tuple(parts.split())))

    def write_lines(self, changes: dict[str, tuple[set[int], set[int]]]) -> None:
        terms = sorted(changes.keys() | self.stems)
        before = {
            term: (usual, posts)
            for term, usual, posts in rows(
                self.db, "SELECT term, usual, posts FROM lines WHERE kind = 'w' AND term IN (*)", terms
            )
        }
        usual = usual_of(rows(self.db, "SELECT stem, form, count FROM forms WHERE stem IN (*)", terms))
        lines: dict[str, Line | None] = {}
        for term in terms:
            taken, put = changes.get(term, (set(), set()))
            old = set(unpack(before[term][1])) if term in before else set()
            posts = sorted(old - taken | put)
            line = line_of(term, posts, usual.get(term, "")) if posts else None
            if line != ((term, *before[term]) if term in before else None):
                lines[term] = line
        back = {
            term[::-1]: (term[::-1], line[1], "") if line and line[1] else None
            for term, line in lines.items()
            if (line[1] if line else "") != (before[term][0] if term in before else "")
        }
        Shelf(self.db, "w").change(lines)
        Shelf(self.db, "b").change(back)


def posts_of(bag: Bag, known: dict[str, tuple[str, tuple[str, ...]]], number: int) -> dict[str, set[int]]:
    return {term: {number * CLASSES + each for each in classes} for term, classes in terms_of(bag, known).items()}


# --------------------------------------------------------------------------- what a hit shows


def row_of(source: Source, entry: Entry, bag: Bag, length: int) -> tuple:
    """A text as the memory holds it: the sign for its length and rank, what it is narrowed down by, its words, what a hit shows."""
    shown = [
        entry.path,
        entry.title,
        entry.kind,
        german.day(entry.date) if entry.date else "",
        list(entry.status or ()),
        entry.numbers[0] if entry.numbers else "",
        entry.summary,
        entry.text,
    ]
    papers = [list(paper) for paper in entry.papers]
    data = dumps([[*shown, 1] if papers else shown, papers])
    sign = BASE64[length_class(length) | entry.rank << 4] + three_signs(digest(data))
    facts = dumps([list(entry.numbers), [list(pair) for pair in entry.facets], list(source.names)])
    return source.path, source.key, entry.date.isoformat() if entry.date else "", sign, facts, sealed(bag), data


def length_class(words: int) -> int:
    """Half powers of two, from eight words on."""
    return min(15, max(0, round(2 * math.log2(max(words, 1) / 8))))


def three_signs(digest: str) -> str:
    """Eighteen bits: whoever comes back after an edit gets the new text, but for one time in a quarter of a million."""
    number = int(digest[:8], 16)
    return "".join(BASE64[number >> shift & 63] for shift in (12, 6, 0))


def text_name(number: int, sign: str) -> str:
    """Of a text's file, by its id and its sign; no system takes two of them for one."""
    value = 0
    for letter in sign[1:]:
        value = value << 6 | BASE64.index(letter)
    return f"{number}-{value:05x}"


def write_texts(db: sqlite3.Connection, paths: list[str]) -> None:
    for path in paths:
        number, sign, data = db.execute("SELECT id, sign, shown FROM texts WHERE path = ?", (path,)).fetchone()
        shown, papers = loads(data)
        name = text_name(number, sign)
        for folder, content in (("d", shown), *((("x", papers),) if papers else ())):
            db.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, 1)",
                (f"{folder}/{name}.js", call(f"{folder}/{name}", content)),
            )


# ---------------------------------------------------------------------------------- the tables


def write_tables(db: sqlite3.Connection) -> None:
    """The numbers of printed papers, a part for each year; the filters, a part for each; texts by their values."""
    numbers: dict[str, dict[str, list]] = {}
    facets: dict[str, dict[str, list[int]]] = {}
    for number, data in db.execute("SELECT id, facts FROM texts ORDER BY id"):
        printed, values, _ = loads(data)
        for each in printed:
            for place, key in enumerate(number_keys(each)):
                numbers.setdefault(year_of(key), {}).setdefault(key, []).append([number, each, place])
        for name, value in values:
            facets.setdefault(name, {}).setdefault(value, []).append(number)
    write_parts(db, "n", {year: dict(sorted(table.items())) for year, table in sorted(numbers.items())})
    write_parts(
        db,
        "f",
        {
            name: {value: ids_as_signs(ids) for value, ids in sorted(table.items())}
            for name, table in sorted(facets.items())
        },
    )


def write_parts(db: sqlite3.Connection, kind: str, contents: dict[str, Any]) -> None:
    """Parts of a kind, instead of those there were."""
    before = {name for (name,) in db.execute("SELECT name FROM parts WHERE kind = ?", (kind,))}
    named = {start: name_of(f"{kind}{start}{dumps(content)}") for start, content in contents.items()}
    db.execute("DELETE FROM parts WHERE kind = ?", (kind,))
    db.executemany("INSERT INTO parts VALUES (?, ?, ?)", ((kind, start, name) for start, name in named.items()))
    db.executemany(
        "DELETE FROM files WHERE name = ?", ((f"{FOLDER}{name}.js",) for name in sorted(before - set(named.values())))
    )
    for start, name in named.items():
        if name not in before:
            db.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, 1)",
                (f"{FOLDER}{name}.js", call(FOLDER + name, contents[start])),
            )


def write_list(db: sqlite3.Connection, ways: Ways, rules: Rules) -> None:
    signs = dict(db.execute("SELECT id, sign FROM texts"))
    lengths = [8 * 2 ** ((BASE64.index(sign[0]) & 15) / 2) for sign in signs.values()]
    write_parts(db, "t", {"": "".join(signs.get(number, "AAAA") for number in range(max(signs, default=-1) + 1))})
    write_parts(
        db,
        "m",
        {
            "": {
                "ways": [list(way) for way in ways],
                "rules": [[list(part) for part in rule] for rule in rules],
                "stop": sorted(STOP),
                "noise": sorted(NOISE),
                "months": list(MONTHS),
            }
        },
    )
    named: dict[str, dict[str, str]] = {kind: {} for kind in "nftm"}
    for kind, start, name in db.execute(
        "SELECT kind, start, name FROM parts WHERE kind IN ('n', 'f', 't', 'm') ORDER BY kind, start"
    ):
        named[kind][start] = name
    told = {
        "format": FORMAT,
        "texts": len(signs),
        "mean": round(math.fsum(lengths) / max(len(lengths), 1)),
        "words": Shelf(db, "w").contents(),
        "behind": Shelf(db, "b").contents(),
        "table": named["t"][""],
        "more": named["m"][""],
        "numbers": named["n"],
        "facets": named["f"],
    }
    db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, 1)", ("liste.js", call("liste", told)))


def sealed(bag: Bag) -> str:
    data = dumps(bag)
    return digest(data)[:8] + data


def opened_up(data: str) -> Bag:
    if digest(data[8:])[:8] != data[:8]:
        raise Damaged
    return loads(data[8:])
