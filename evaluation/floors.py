"""The figures that may not fall: floors.toml, read, held against what was measured, raised."""

import json
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evaluation.score import Figures

FILE: Final = Path(__file__).with_name("floors.toml")
_HEAD: Final = """\
# The least that each figure may be; `python -m evaluation --write-floors` raises them.
# A floor is lowered with a reason alone (--lower REASON), which stays here.
"""
Groups = Mapping[str, Figures]  # "check.en" -> its figures


@dataclass(frozen=True, slots=True)
class Lowered:
    """A floor that was taken down, and why."""

    figure: str  # check.en.told
    before: float
    after: float
    reason: str


@dataclass(frozen=True, slots=True)
class Floors:
    """All floors, group by group, and the history of those that were lowered."""

    least: Mapping[str, Mapping[str, float]]
    lowered: Sequence[Lowered] = ()


def read(path: Path = FILE) -> Floors:
    """Read the file; without one, nothing has a floor."""
    if not path.exists():
        return Floors({})
    data = tomllib.loads(path.read_text("utf-8"))
    lowered = [Lowered(**each) for each in data.pop("lowered", [])]
    least = {
        f"{part}.{group}": figures
        for part, groups in data.items()
        for group, figures in groups.items()
    }
    return Floors(least, lowered)


def fallen(measured: Groups, floors: Floors) -> Iterator[str]:
    """Yield a line for every figure below its floor; one that is not measured has fallen too."""
    for group, name, floor, now in _below(measured, floors):
        said = "is not measured" if now is None else f"is {now:.3f}"
        yield f"{group}.{name} {said}; its floor is {floor:.2f}"


def _below(measured: Groups, floors: Floors) -> Iterator[tuple[str, str, float, float | None]]:
    for group, figures in floors.least.items():
        for name, floor in figures.items():
            now = measured.get(group, {}).get(name)
            if now is None or rounded_down(now) < floor:
                yield group, name, floor, now


def raised(measured: Groups, floors: Floors, reason: str = "") -> Floors:
    """Return floors at what was measured; without a reason none is lower than it was."""
    least: dict[str, dict[str, float]] = {
        group: {name: rounded_down(now) for name, now in figures.items() if now is not None}
        for group, figures in measured.items()
    }
    lowered = list(floors.lowered)
    for group, name, floor, now in _below(measured, floors):
        if reason:
            after = rounded_down(now or 0.0)
            lowered.append(Lowered(f"{group}.{name}", floor, after, reason))
        else:
            least.setdefault(group, {})[name] = floor
    return Floors(least, lowered)


def rounded_down(figure: float) -> float:
    """Return two decimals; what is a hair below one by its binary form is that one."""
    return math.floor(figure * 100 + 1e-9) / 100


def write(floors: Floors, path: Path = FILE) -> None:
    """Write the file; equal floors give equal bytes."""
    lines = [_HEAD]
    for group, figures in floors.least.items():
        lines += [f"[{group}]", *(f"{name} = {floor:.2f}" for name, floor in figures.items()), ""]
    for each in floors.lowered:
        lines += [
            "[[lowered]]",
            f'figure = "{each.figure}"',
            f"before = {each.before:.2f}",
            f"after = {each.after:.2f}",
            f"reason = {json.dumps(each.reason, ensure_ascii=False)}",
            "",
        ]
    path.write_text("\n".join(lines), "utf-8")
