"""From samples to rows, and from rows to German tables."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from statistics import median, median_high
from typing import Any

from plugins.records.german import day, number

from .sites import PEERS, Sample

CASES = {
    "cold": "alles neu",
    "edit": "ein Text geändert",
    "edit-fresh-mtimes": "ein Text geändert, frisch geklont",
    "title": "ein Titel geändert",
    "result": "ein Ergebnis eingetragen",
    "new": "ein neuer Antrag",
    "deleted": "ein Antrag gelöscht",
    "committee": "ein Gremium umbenannt, alter Name behalten",
    "sentence": "der Satz der Fraktion geändert",
    "day": "ein neuer Tag",
}
TOOLS = {"fraktion": "`fraktion bauen`", "pelican": "`pelican`"}
Row = dict[str, Any]


def build_result(
    samples: Mapping[tuple[int, str], Mapping[str, Sequence[Sample]]], versions: Mapping[str, str], load: float
) -> dict[str, Any]:
    """What ergebnis.json holds: `rows` for the peers' outputs, `voll` for the whole site."""
    rows, whole = (
        [
            row(n, what, site, by[site], peer, by[peer])
            for (n, what), by in samples.items()
            for site in sites
            for peer in versions
        ]
        for sites in (("fraktion", "stock"), ("voll",))
    )
    memory = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    machine = {
        "kerne": os.cpu_count(),
        "speicher_gib": memory,
        "python": platform.python_version(),
        "versionen": dict(versions),
        "last_am_anfang": round(load, 2),
    }
    return {
        "datum": dt.datetime.now().isoformat(timespec="seconds"),
        "maschine": machine,
        "rows": rows,
        "voll": whole,
        "growth": list(growth(rows)),
    }


def row(n: int, what: str, site: str, mine: Sequence[Sample], peer: str, theirs: Sequence[Sample]) -> Row:
    walls = [a.wall / b.wall for a, b in zip(mine, theirs, strict=True)]
    return {
        "n": n,
        "what": what,
        "tool": "pelican" if site == "stock" else "fraktion",
        "peer": peer,
        "runs": len(walls),
        "wall_ratio": round(median(walls), 4),
        "wall_ratio_min": round(min(walls), 4),
        "wall_ratio_max": round(max(walls), 4),
        "cpu_ratio": round(median(a.cpu / b.cpu for a, b in zip(mine, theirs, strict=True)), 4),
        "peak_mib": round(max(s.peak for s in mine), 1),
        "written": median_high(s.written for s in mine),
        "differ": median_high(s.differ for s in mine),
        "files": mine[-1].files,
        "wall": round(median(s.wall for s in mine), 3),
        "cpu": round(median(s.cpu for s in mine), 3),
        "peer_wall": round(median(s.wall for s in theirs), 3),
        "peer_cpu": round(median(s.cpu for s in theirs), 3),
        "peer_peak_mib": round(max(s.peak for s in theirs), 1),
        "peer_written": median_high(s.written for s in theirs),
        "peer_files": theirs[-1].files,
    }


def growth(rows: Sequence[Row]) -> Iterator[Row]:
    """How much dearer it gets: an edit from the smallest archive to the largest, a cold build over the last step."""
    walls = {(r["tool"], r["what"], r["n"]): r["wall"] for r in rows}
    sizes = sorted({r["n"] for r in rows})
    for what, small, large in (("edit", sizes[0], sizes[-1]), ("cold", sizes[-2], sizes[-1])) if len(sizes) > 1 else ():
        for tool in TOOLS:
            yield {
                "what": what,
                "tool": tool,
                "from": small,
                "to": large,
                "wall_ratio": round(walls[tool, what, large] / walls[tool, what, small], 3),
            }


def as_text(result: Mapping[str, Any]) -> str:
    made = result["maschine"]
    versions = ", ".join(f"{PEERS[peer]} {version}" for peer, version in made["versionen"].items())
    lines = [
        f"Gemessen am {day(dt.date.fromisoformat(result['datum'][:10]))}: {made['kerne']} Kerne, {number(made['speicher_gib'])} GiB, Python {made['python']}, {versions}.",
        "Zeit im Verhältnis zu der des anderen Programms: Median der Paare (kleinstes–größtes). MiB: größter einzelner Prozess.",
        "",
        "Dieselben Ausgaben wie die anderen:",
        "",
        *table(result["rows"], made["versionen"]),
        "",
        "Die ganze Website:",
        "",
        *table(result["voll"], made["versionen"]),
        "",
        *(
            f"- {CASES[g['what']]}, {TOOLS[g['tool']]}: {number(g['to'])} Anträge dauern {number(g['wall_ratio'], 1)}-mal so lange wie {number(g['from'])}."
            for g in result["growth"]
        ),
    ]
    return "\n".join(lines).rstrip() + "\n"


def table(rows: Sequence[Row], peers: Mapping[str, str]) -> Iterator[str]:
    head = [
        "Anträge",
        "was",
        "womit",
        "Sekunden",
        *(f"× {PEERS[peer]}" for peer in peers),
        *(f"Rechenzeit × {PEERS[peer]}" for peer in list(peers)[:1]),
        "MiB",
        "Dateien geschrieben",
    ]
    yield from (line(head), line(["---"] * len(head)))
    for (n, what, tool), group in groupby(rows, key=lambda r: (r["n"], r["what"], r["tool"])):
        beside = list(group)
        mine = beside[0]
        ratios = [
            f"{number(r['wall_ratio'], 3)} ({number(r['wall_ratio_min'], 3)}–{number(r['wall_ratio_max'], 3)}) von {number(r['peer_wall'], 2)} s"
            for r in beside
        ]
        others = "" if mine["written"] == mine["differ"] else f", anders {number(mine['differ'])}"
        yield line(
            [
                number(n),
                CASES[what],
                TOOLS[tool],
                number(mine["wall"], 2),
                *ratios,
                *(number(r["cpu_ratio"], 3) for r in beside[:1]),
                number(mine["peak_mib"]),
                f"{number(mine['written'])} von {number(mine['files'])}{others}",
            ]
        )


def line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
