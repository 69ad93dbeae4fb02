"""One vocabulary of weapons: the language files, the claims and the fold say the same."""

import pytest

from contracts.weapons import Weapon
from processors.dedupe import weapons
from processors.extract.claims import weapon_words
from processors.extract.claims.slots import weapon
from processors.language import Language, load_languages
from tests.processors.extract.reading import raws

ALL = {kind.value for kind in Weapon}


def test_claims_can_say_each_normal_form_and_no_other() -> None:
    assert {kind for kind, _ in weapon_words.KINDS} == ALL


@pytest.mark.parametrize("language", load_languages(), ids=lambda language: language.code)
def test_a_language_says_no_other(language: Language) -> None:
    assert {str(kind) for kind in language.weapons} <= ALL


def test_the_fold_knows_no_other() -> None:
    loose = {kind for kinds in weapons._MAY_BE.values() for kind in kinds}
    assert weapons._CLASSES.keys() | weapons._MAY_BE.keys() | loose <= ALL


def test_a_word_of_the_language_file_is_the_same_weapon_as_a_claim() -> None:
    (english,) = (each for each in load_languages() if each.code == "en")
    differ = [
        (kind, spelling, norms)
        for kind, (_, *spellings) in english.weapons.items()
        for spelling in spellings
        if (norms := {raw.value.norm for raw in raws(weapon, f"It was a {spelling}.")} - {kind})
    ]
    assert differ == []
