"""Names in other languages, and the site words beside which a stem names a base."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

_ENGLISH: Final = "en"  # its names stand in the other files
_LATIN: Final = frozenset({"de", "es", "fr", "id", "tr"})  # they write the English stems too

Row = Mapping[str, str]
Names = Mapping[str, tuple[str, ...]]  # by language
Forms = Mapping[tuple[str, str], tuple[str, ...]]  # by language and kind of base


def read_forms(rows: Iterable[Row]) -> Forms:
    """Return the forms of `forms.csv` ("{} air base") by language and kind of base."""
    found: dict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    for row in rows:
        for kind in row["kinds"].split(";"):
            found[row["language"], kind] += tuple(row["forms"].split(";"))
    return dict(found)


def languages_of(forms: Forms) -> tuple[str, ...]:
    """Return the languages that bases have names in, besides English: those with site words."""
    return tuple(sorted({language for language, _ in forms} - {_ENGLISH}))


def read_names(
    rows: Iterable[Row], ids: Mapping[str, Collection[str]], languages: Collection[str]
) -> Mapping[tuple[str, str], Names]:
    """Return the names of `names.csv` by kind and id, then by language.

    Args:
        rows: id, kind, language, name and source; of kind "stem" is what names a base only beside
            a site word.
        ids: the ids that exist, by kind.
        languages: the languages that exist.

    Raises:
        ValueError: a row does not fit; the message names file and id.
    """
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = defaultdict(dict)
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        whole = row["kind"], row["id"], row["language"], row["name"]
        if fault := _fault(row, ids, languages) or ("is there twice" if whole in seen else ""):
            raise ValueError(f"names.csv, {row['id']}: {row['language']} {row['name']!r} {fault}")
        seen.add(whole)
        names = found[row["kind"], row["id"]]
        names[row["language"]] = (*names.get(row["language"], ()), row["name"])
    return found


def _fault(row: Row, ids: Mapping[str, Collection[str]], languages: Collection[str]) -> str:
    """Say what is wrong with a row, or nothing."""
    if row["kind"] not in ids:
        return f"is of no known kind: {row['kind']!r}, not one of {', '.join(ids)}"
    if row["id"] not in ids[row["kind"]]:
        return f"belongs to no {row['kind']} in the gazetteer"
    if row["language"] not in languages:
        return f"is in no language of forms.csv, not one of {', '.join(languages)}"
    if not row["name"] or row["name"] != row["name"].strip():
        return "is empty or has a blank at its ends"
    return ""


def spell_out(names: Iterable[str], stems: Iterable[str], forms: Iterable[str]) -> tuple[str, ...]:
    """Return the names and the stems beside each site word; no spelling comes twice."""
    beside = tuple(forms)
    spelt = (form.format(stem) for stem in stems for form in beside)
    seen: dict[str, str] = {}
    for name in (*names, *spelt):
        seen.setdefault(name.casefold(), name)
    return tuple(seen.values())


def base_names(
    kind: str, english: tuple[str, ...], own: Names, stems: Names, forms: Forms
) -> Names:
    """Return what each language calls a base of this kind.

    Args:
        kind: of the base.
        english: its English stems.
        own: names that need no site word.
        stems: names that need one.
        forms: the site words.
    """
    spelt = {
        language: spell_out(
            own.get(language, ()),
            (*stems.get(language, ()), *(english if language in _LATIN else ())),
            forms.get((language, kind), ()),
        )
        for language in languages_of(forms)
    }
    return {language: names for language, names in spelt.items() if names}


def base_stems(english: tuple[str, ...], stems: Names) -> Names:
    """Return the stems of a base by language; languages in Latin letters write the English ones."""
    languages = dict.fromkeys((*stems, *(sorted(_LATIN) if english else ())))
    return {
        language: (*stems.get(language, ()), *(english if language in _LATIN else ()))
        for language in languages
    }
