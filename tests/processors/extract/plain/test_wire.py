"""Plain headlines in ten languages, and names that look like words."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.messages import May, Report, Slot, Told
from processors.extract.plain.passage import read_passage
from processors.extract.text.read import read_document
from processors.gazetteer.load import load_gazetteer
from processors.language.plain import Cue, PlainLanguage, load_plain_languages
from tests.processors.extract.articles import kit
from tests.processors.extract.plain.plain_reading import claims, read

TEXTS = tomllib.loads((Path(__file__).parent / "wire.toml").read_text("utf-8"))
SPRING = datetime(2023, 5, 4, 12, tzinfo=UTC)  # there is war in Ukraine
_KINDS = {Cue.ACCIDENT, Cue.CRIME, Cue.DENIED, Cue.EXERCISE, Cue.GENRE, Cue.NOT, Cue.PAST}


def told(text: str) -> Report | None:
    title, _, lead = text.partition(" | ")
    return read(title, lead, SPRING)


@pytest.mark.parametrize("text", [text for several in TEXTS.values() for text in several])
def test_an_attack_may_open_an_incident(text: str) -> None:
    found = told(text)

    assert found is not None
    assert (found.told, found.may in {May.OPEN, May.OPEN_IF_UNKNOWN}) == (Told.CURRENT, True)


@pytest.mark.parametrize("language", load_plain_languages(), ids=lambda each: each.code or "other")
def test_no_country_is_read_as_anything_but_itself(language: PlainLanguage) -> None:
    """Crimea and Kazakhstan begin like the Turkish for an accident."""
    vocabulary = kit().plain.vocabulary(language)
    for country in load_gazetteer().countries.values():
        for name in country.names_in.get(language.code, ()):
            document = read_document("", name, None, "UTC")
            passage = read_passage(document, document.sentences[0], vocabulary)
            assert not passage.has(*_KINDS) or not name[0].isupper(), name


def test_a_preposition_is_no_base() -> None:
    found = told("انفجار سيارة مفخخة عند بوابة قاعدة عسكرية في الصومال")

    assert found is not None
    assert found.place.bases == ()


def test_armed_forces_are_no_armed_group() -> None:
    found = told("هجوم بطائرات مسيرة على قاعدة للقوات المسلحة الأوكرانية")

    assert found is not None
    assert found.told is Told.CURRENT


@pytest.mark.parametrize(
    ("text", "slot", "low"),
    [
        ("Niger: un camp militaire attaqué | Soixante et onze militaires ont péri.", "killed", 71),
        ('כטב"ם התפוצץ בבסיס צבאי בגולן | 24 נפצעו מפגיעת כטב"ם בבסיס.', "injured", 24),
        ('כטב"ם התפוצץ בבסיס צבאי בגולן | 24 נפצעו מפגיעת כטב"ם בבסיס.', "fired", None),
    ],
)
def test_counts(text: str, slot: str, low: int | None) -> None:
    found = claims(told(text), Slot(slot))

    assert [claim.value.low for claim in found] == ([] if low is None else [low])


@pytest.mark.parametrize(
    ("text", "slot", "low"),
    [
        pytest.param(
            "Angriff auf Kaserne in Niger | Neun Soldaten, darunter zwei, starben bei dem Angriff.",
            "killed",
            9,
            id="an aside ends no clause",
        ),
        pytest.param(
            "Anschlag auf Armeelager | Drei US-Soldaten sind bei dem Angriff auf die Basis am "
            "frühen Morgen getötet worden.",
            "killed",
            3,
            id="a hyphen ends no clause, and a verb may come late",
        ),
        pytest.param(
            "Angriff auf Militärlager in Mali | Die Zahl der Todesopfer nach dem Angriff auf das "
            "Lager in Mondoro ist auf 27 gestiegen.",
            "killed",
            27,
            id="a toll far from its dead",
        ),
        pytest.param(
            "Нападение на военный лагерь | Число погибших выросло до 27.",
            "killed",
            27,
            id="rose to, not up to",
        ),
        pytest.param(
            "Ataque con drones a la base de al-Tanf | Dos de los tres drones fueron derribados.",
            "intercepted",
            2,
            id="two of three",
        ),
        pytest.param(
            "Иран выпустил ракеты по базе США | Иран выпустил 16 баллистических ракет по базе.",
            "fired",
            16,
            id="ballistic is no unit",
        ),
        pytest.param(
            "ABD üssüne saldırı | Üsse saldırıda 30'dan fazla asker yaralandı.",
            "injured",
            31,
            id="more than, behind the number",
        ),
        pytest.param(
            "Drohnenangriff auf Stützpunkt | Bei dem Angriff auf den Stützpunkt wurde einer "
            "verletzt, zwei Soldaten durch drei Drohnen getötet.",
            "killed",
            2,
            id="soldiers are no part of the drones",
        ),
    ],
)
def test_tolls(text: str, slot: str, low: int) -> None:
    assert low in [claim.value.low for claim in claims(told(text), Slot(slot))]


def test_a_capital_denies_for_its_country() -> None:
    text = "Дроны атаковали авиабазу Энгельс | Киев отрицает причастность к атаке."

    assert [claim.value.norm for claim in claims(told(text), Slot.DENIED_BY)] == ["UA"]
