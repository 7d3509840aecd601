"""Options, rounds, result.

make bench                             100 und 1.000 Anträge, fünf Runden, alle Vergleichsprogramme
make bench N=100,1000,10000            die ganze Tabelle
make bench N=10000 RUNS=3 PEERS=hugo   nur gegen Hugo
make bench N=10000 WAS=result,deleted  nur diese Zeilen (table.py: CASES)
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

from .corpus import GENERATOR, Corpus, load_generator
from .sites import CACHE, LATER, PEERS, Sample, installed, prepare
from .table import CASES, as_text, build_result


def main() -> None:
    sizes, runs, generator, load = option("N", "100 1000"), option("RUNS", "5"), load_generator(), os.getloadavg()[0]
    if not all(word.isdecimal() and int(word) for word in (*sizes, *runs)):
        raise SystemExit("N und RUNS sind ganze Zahlen, zum Beispiel: make bench N=100,1000 RUNS=3")
    if not generator:
        print(f"Kein Vergleich: {GENERATOR} fehlt.")
        return
    found = {name: installed(name) for name in PEERS if name in option("PEERS", " ".join(PEERS))}
    for name in (name for name in found if not found[name]):
        print(f"Ohne {PEERS[name]}: Es ließ sich nicht einrichten.")
    programs = {name: program[0] for name, program in found.items() if program}
    if not programs:
        return
    samples: dict[tuple[int, str], dict[str, list[Sample]]] = {}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # or the work folder would stay behind
    (CACHE / "work").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=CACHE / "work"
    ) as work:  # goes when all is measured: nothing is deleted between two builds
        for n in sorted(set(map(int, sizes))):
            race(Path(work, str(n)), Corpus(generator, n), int(runs[0]), programs, samples)
    result = build_result(samples, {name: found[name][1] for name in programs}, load)
    (CACHE / "ergebnis.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(as_text(result), end="")


def option(name: str, default: str) -> list[str]:
    """A variable of make arrives in the environment."""
    return (os.environ.get(name) or default).replace(",", " ").split()


def race(
    work: Path,
    corpus: Corpus,
    runs: int,
    programs: dict[str, Path],
    samples: dict[tuple[int, str], dict[str, list[Sample]]],
) -> None:
    """Every case in rounds; in a round, every program builds the same once."""
    sites = prepare(work, corpus, programs)
    for what in [what for what in CASES if what in ("cold", *option("WAS", " ".join(CASES)))]:
        taken = samples[corpus.count, what] = {site.name: [] for site in sites}
        for number in range(1, runs + 1):
            if sys.stderr.isatty():
                print(
                    f"\r\033[K{corpus.count} Anträge, {CASES[what]}: Runde {number} von {runs} ",
                    end="",
                    file=sys.stderr,
                    flush=True,
                )
            edited = corpus.edit(what) if what != "cold" else None
            for site in sites:
                if edited:
                    site.apply(edited)
                else:
                    site.start_cold()
                if what == "edit-fresh-mtimes":
                    site.touch()
                taken[site.name].append(site.build(later=bool(edited)))
        for site in sites if what == "cold" else ():
            if site.name in LATER:
                site.build(later=True)  # its cache is there before the first edit is measured


if __name__ == "__main__":
    main()
