"""Says what in the corpus does not fit the guide: `python evaluation/corpus/validate.py [FILE ...]`."""

import sys
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
TOLD: Final = frozenset(
    "current background aggregate outgoing threat exercise denied".split()
)
WEAPONS: Final = frozenset(
    "rocket ballistic_missile cruise_missile missile mortar artillery drone naval_drone air_strike"
    " car_bomb ied bomb gunfire ground_assault sabotage explosion".split()
) | {""}
SLOTS: Final = frozenset(
    "weapon fired hit intercepted killed injured claimed_by blamed_on denied_by damage status"
    " launch_area".split()
)
COUNTED: Final = frozenset({"fired", "hit", "intercepted", "killed", "injured"})
WHY: Final = frozenset(
    "background aggregate outgoing threat exercise denied false_alarm anniversary claim_for_old"
    " civilian front_line police crime accident politics cyber sport satire film history other".split()
)
STYLES: Final = frozenset(
    ["wire", "local paper", "broadcaster", "ministry", "live blog", "column", "social", "satire"]
)


def faults(path: Path) -> Iterator[str]:
    """Yield what is wrong with one file."""
    story = tomllib.loads(path.read_text("utf-8"))
    if not story.get("documents"):
        yield "no documents"
    for document in story.get("documents", ()):
        for fault in _document(document, path):
            yield f"{document.get('id', '?')}: {fault}"


def _document(document: dict[str, Any], path: Path) -> Iterator[str]:
    both = f"{document['title']}\n{document['text']}"
    if document["language"] != path.parent.name:
        yield f"language {document['language']} in folder {path.parent.name}"
    if document["style"] not in STYLES:
        yield f"style {document['style']!r}"
    if not isinstance(document["published"], datetime) or document["published"].tzinfo is None:
        yield "published is no time with a zone"
    if document["report"] not in ("new", "update", "none"):
        yield f"report {document['report']!r}"
    if (document["report"] == "none") != (document.get("why", "") in WHY):
        yield f"report {document['report']} with why {document.get('why')!r}"
    mentions = document.get("mentions", [])
    if document["report"] != "none" and not any(m["told"] == "current" for m in mentions):
        yield "a report without a current mention"
    for mention in mentions:
        yield from _mention(mention, both, document)


def _mention(mention: dict[str, Any], both: str, document: dict[str, Any]) -> Iterator[str]:
    if mention["told"] not in TOLD:
        yield f"told {mention['told']!r}"
    if mention.get("weapon", "") not in WEAPONS:
        yield f"weapon {mention['weapon']!r}"
    for name in ("words", "place"):
        if mention.get(name, "") not in both:
            yield f"{name} {mention[name]!r} stand neither in title nor text"
    if not mention["words"]:
        yield "a mention without words"
    start, end = mention.get("from"), mention.get("to")
    if bool(start) != bool(end) or (start and end and not start < end):
        yield f"from {start} to {end}"
    if mention["told"] == "current" and not mention.get("incident"):
        yield "a current mention without incident"
    for claim in mention.get("claims", ()):
        yield from _claim(claim, both)


def _claim(claim: dict[str, Any], both: str) -> Iterator[str]:
    if claim["slot"] not in SLOTS:
        yield f"slot {claim['slot']!r}"
    for name in ("words", "speaker"):
        if claim.get(name, "") not in both:
            yield f"{claim['slot']}: {name} {claim[name]!r} stand neither in title nor text"
    if claim["slot"] in COUNTED and "low" not in claim:
        yield f"{claim['slot']}: a count without low"
    if claim["slot"] not in COUNTED and not claim.get("norm") and claim["slot"] not in ("damage", "launch_area"):
        yield f"{claim['slot']}: without norm"


def main(files: list[Path]) -> int:
    """Print every fault and the totals; returns how many files have any."""
    seen: dict[str, Path] = {}
    bad = documents = 0
    for path in files:
        try:
            found = list(faults(path))
            ids = [each["id"] for each in tomllib.loads(path.read_text("utf-8"))["documents"]]
        except (KeyError, tomllib.TOMLDecodeError) as error:
            found, ids = [f"{type(error).__name__}: {error}"], []
        found += [f"{name}: also in {seen[name]}" for name in ids if name in seen]
        seen |= dict.fromkeys(ids, path)
        documents += len(ids)
        bad += bool(found)
        for fault in found:
            sys.stdout.write(f"{path}: {fault}\n")
    sys.stdout.write(f"{len(files)} files, {documents} documents, {bad} files with faults\n")
    return bad


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("*/*/*.toml"))))
