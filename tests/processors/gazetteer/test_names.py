"""Names in other languages: the file is data, and the matcher of the rules finds what it holds."""

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import resources

import pytest

from processors.extract.text.folding import fold
from processors.extract.words.matcher import Matcher, blank, key
from processors.gazetteer import Gazetteer
from processors.gazetteer.load import load_gazetteer
from processors.gazetteer.names import base_names, read_forms, read_names

LANGUAGES = {"ar", "de", "es", "fa", "fr", "he", "id", "ru", "tr", "uk"}
SCRIPTS = {"ar": "ARABIC", "fa": "ARABIC", "he": "HEBREW", "ru": "CYRILLIC", "uk": "CYRILLIC"}
ROW = {"id": "xx-saky", "kind": "stem", "language": "ru", "name": "Саки", "source": "usage"}
IDS = {"base": {"xx-saky"}, "stem": {"xx-saky"}, "country": {"XX"}}
# Each is a name and stands in any text of its language: "many", "financial", "the base", "gas".
ORDINARY = {
    "ar": ("العديد", "مالي", "القاعدة", "حماة", "القائم", "الأبيض", "الحشد", "حديثة", "الضالع"),
    "fa": ("مالی", "الشباب", "تربت"),
    "he": ("חלב", "צור", "קום", "סיני", "מזה", "בנין"),
    "ru": ("Газа", "Хама", "Тир", "Кум", "Грозный", "Кресты", "Белая", "РПК", "АНО"),
    "uk": ("Гази", "Суми", "Малі", "ЦАР", "Тір", "Біла"),
    "fr": ("EAU", "ANS"),
    "es": ("Tiro", "Saná", "Amán"),
    "tr": ("Sana", "Hadise", "Sur"),
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def rows(name: str) -> list[dict[str, str]]:
    text = resources.files("processors.gazetteer").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def entries(gazetteer: Gazetteer) -> Iterator[tuple[str, str, Mapping[str, tuple[str, ...]]]]:
    """Yield kind, id and names of all that has some in other languages."""
    for base in gazetteer.bases.values():
        yield "base", base.id, base.names_in
    for town in gazetteer.towns:
        yield "town", town.id, town.names_in
    for country in gazetteer.countries.values():
        yield "country", country.code, country.names_in
    for actor in gazetteer.actors.values():
        yield "actor", actor.id, actor.names_in


def test_every_row_is_loaded_and_has_a_source(gazetteer: Gazetteer) -> None:
    loaded = {(kind, id_): names for kind, id_, names in entries(gazetteer)}
    for row in rows("names.csv"):
        assert row["source"], row
        names = loaded["base" if row["kind"] == "stem" else row["kind"], row["id"]]
        found = [name for name in names[row["language"]] if row["name"] in name]
        assert found if row["kind"] == "stem" else row["name"] in found, row


def test_no_two_rows_say_the_same_to_the_matcher() -> None:
    seen = set()
    for row in rows("names.csv"):
        pattern = row["kind"], row["id"], row["language"], key(row["name"])
        assert pattern[-1], row
        assert pattern not in seen, row
        seen.add(pattern)


def test_the_bases_most_in_the_news_have_names_in_all_five_scripts(gazetteer: Gazetteer) -> None:
    told = [
        base
        for base in gazetteer.bases.values()
        if sum(language in base.names_in for language in SCRIPTS) >= 4
    ]
    assert len(told) >= 120
    assert {"iq-ain-al-asad", "ua-saky", "ru-engels", "il-nevatim", "ir-parchin"} <= {
        base.id for base in told
    }


def test_every_base_kept_by_hand_has_names_in_languages_of_latin_script(
    gazetteer: Gazetteer,
) -> None:
    tanf = gazetteer.bases["sy-tanf"].names_in
    assert "base de Tanf" in tanf["fr"]
    assert "Tanf üssüne" in tanf["tr"]
    assert "pangkalan Tanf" in tanf["id"]
    derived = next(base for base in gazetteer.bases.values() if not base.curated)
    assert derived.names_in == {}


def test_every_country_with_a_base_kept_by_hand_is_named_in_its_scripts(
    gazetteer: Gazetteer,
) -> None:
    homes = {base.country for base in gazetteer.bases.values() if base.curated}
    for code in homes - {"UA-23", "UA-65"}:  # named by their towns
        assert set(SCRIPTS) - {"he"} <= set(gazetteer.countries[code].names_in), code


@pytest.mark.parametrize("language", sorted(SCRIPTS))
def test_names_are_written_in_the_script_of_their_language(language: str) -> None:
    for row in rows("names.csv"):
        if row["language"] == language and not row["name"].isascii():
            letters = [sign for sign in row["name"] if unicodedata.category(sign).startswith("L")]
            strange = [sign for sign in letters if SCRIPTS[language] not in unicodedata.name(sign)]
            assert not strange or all(sign.isascii() for sign in strange), row


@pytest.mark.parametrize(("language", "names"), ORDINARY.items())
def test_an_ordinary_word_is_never_a_name(
    gazetteer: Gazetteer, language: str, names: tuple[str, ...]
) -> None:
    known = {key(name) for _, _, own in entries(gazetteer) for name in own.get(language, ())}
    assert not known & {key(name) for name in names}


def test_no_name_of_a_script_belongs_to_two_things_of_a_kind(gazetteer: Gazetteer) -> None:
    owners = defaultdict(set)
    for kind, id_, own in entries(gazetteer):
        for language, names in own.items():
            for name in names:
                owners[kind, SCRIPTS.get(language, language), key(name)].add(id_)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_no_base_is_named_by_a_bare_town(gazetteer: Gazetteer) -> None:
    towns = {
        (SCRIPTS.get(language, language), key(name))
        for town in gazetteer.towns
        for language, names in town.names_in.items()
        for name in names
    }
    for base in gazetteer.bases.values():
        for language, names in base.names_in.items():
            for name in names:
                assert (SCRIPTS.get(language, language), key(name)) not in towns, (base.id, name)


@pytest.mark.parametrize(
    ("language", "text", "id_"),
    [
        ("ar", "استهداف قاعدة عين الاسد بطائرة مسيرة", "iq-ain-al-asad"),
        ("ar", "هجوم على مطار المزة العسكري", "sy-mezzeh"),
        ("fa", "حمله موشکی به پایگاه هوایی نواتیم", "il-nevatim"),
        ("fa", "انفجار در مجتمع نظامی پارچین", "ir-parchin"),
        ("ru", "Взрывы на аэродроме Саки в Крыму", "ua-saky"),
        ("ru", "Беспилотники атаковали авиабазу Энгельс-2", "ru-engels"),
        ("ru", "Беспилотники у аэродрома Новофёдоровка", "ua-saky"),
        ("uk", "вибухи на аеродромі Саки", "ua-saky"),
        ("uk", "удар по аеродрому Моздок", "ru-mozdok"),
        ("he", "ירי רקטות לעבר בסיס נבטים", "il-nevatim"),
        ("he", 'פגיעה ביב"א מירון, יב"א מירון נפגע', "il-meron"),
        ("tr", "İncirlik Üssü'ne saldırı", "tr-incirlik"),
        ("tr", "Ayn el-Esed üssüne roketli saldırı", "iq-ain-al-asad"),
        ("fr", "attaque contre la base d'Aïn al-Assad", "iq-ain-al-asad"),
        ("es", "ataque contra la base aérea de Shayrat", "sy-shayrat"),
        ("de", "Angriff auf den Luftwaffenstützpunkt Engels", "ru-engels"),
        ("id", "serangan ke pangkalan udara Nevatim", "il-nevatim"),
    ],
)
def test_the_matcher_finds_a_base_in_a_headline_of_each_language(
    gazetteer: Gazetteer, language: str, text: str, id_: str
) -> None:
    matcher = Matcher(
        (name, base.id)
        for base in gazetteer.bases.values()
        for name in base.names_in.get(language, ())
    )
    found = {owner for _, _, owners in matcher.find(blank(fold(text))) for owner in owners}
    assert found == {id_}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"id": "xx-nowhere"}, "xx-nowhere: .* belongs to no stem in the gazetteer"),
        ({"kind": "river"}, "xx-saky: .* is of no known kind: 'river'"),
        ({"language": "la"}, "xx-saky: la 'Саки' is in no language of forms.csv"),
        ({"name": ""}, "xx-saky: ru '' is empty"),
        ({"name": "Саки "}, "xx-saky: ru 'Саки ' is empty or has a blank at its ends"),
    ],
)
def test_a_row_that_does_not_fit_is_named(changed: dict[str, str], fault: str) -> None:
    assert read_names([ROW], IDS, {"ru"}) == {("stem", "xx-saky"): {"ru": ("Саки",)}}
    with pytest.raises(ValueError, match=f"^names.csv, {fault}"):
        read_names([ROW | changed], IDS, {"ru"})


def test_a_row_that_is_there_twice_is_named() -> None:
    with pytest.raises(ValueError, match=r"^names.csv, xx-saky: ru 'Саки' is there twice"):
        read_names([ROW, ROW], IDS, {"ru"})


def test_a_stem_stands_beside_each_site_word_of_its_language_and_kind() -> None:
    forms = read_forms(
        [
            {"language": "ru", "kinds": "air_base;airport", "forms": "аэродром {};аэродроме {}"},
            {"language": "ru", "kinds": "airport", "forms": "аэропорт {}"},
            {"language": "tr", "kinds": "air_base", "forms": "{} üssü"},
        ]
    )
    named = base_names("air_base", ("Saky",), {"ru": ("Бельбек",)}, {"ru": ("Саки",)}, forms)
    assert named == {"ru": ("Бельбек", "аэродром Саки", "аэродроме Саки"), "tr": ("Saky üssü",)}


def test_the_forms_are_of_all_kinds_in_all_languages(gazetteer: Gazetteer) -> None:
    forms = read_forms(rows("forms.csv"))
    assert {language for language, _ in forms} == LANGUAGES | {"en"}
    kinds = {base.kind for base in gazetteer.bases.values()}
    assert set(forms) == {(language, kind) for language in (*LANGUAGES, "en") for kind in kinds}
    assert all("{}" in form for beside in forms.values() for form in beside)
