"""Where and when there was war: what tells a bang at a base from an accident."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources


@dataclass(frozen=True, slots=True)
class War:
    """A country at war, or where bases are attacked, from a day on, up to a day or still."""

    code: str
    level: str  # "war", or "tense": no war, and yet a bang at a base may well be an attack
    start: date
    end: date | None

    def holds(self, code: str, clock: datetime | None) -> bool:
        """Tell whether `code` was at war then; without a clock, ever."""
        if code != self.code:
            return False
        day = clock.date() if clock else None
        return day is None or (self.start <= day and (self.end is None or day <= self.end))


def load_wars() -> tuple[War, ...]:
    """Read wars.csv, in its order."""
    text = resources.files("processors.gazetteer").joinpath("wars.csv").read_text("utf-8")
    return tuple(
        War(
            row["code"],
            row["level"],
            date.fromisoformat(row["start"]),
            date.fromisoformat(row["end"]) if row["end"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )
