"""The Länder: which law on accessible websites holds for their councils, who watches over data protection, when their terms are."""

from __future__ import annotations

from pathlib import Path

from ..records.values import Row, Values, load_values


class State(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    accessibility: str
    section: str
    authority: str
    term: tuple[str, str]
    term_law: str

    @property
    def law(self) -> str:
        """Which law holds, as a sentence."""
        return f"Es gilt {self.accessibility}, {self.section}."


STATES: Values[State] = load_values(State, Path(__file__).parent / "states.toml", "state")
