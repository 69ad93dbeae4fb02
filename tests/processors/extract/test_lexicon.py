"""The English lexicon: every class is found in a sentence, and no list hides an act."""

import pytest

from processors.extract.text.read import read_document
from processors.extract.words.matcher import key
from processors.extract.words.tags import ACT, WEAPON, Tags, tag
from processors.language import ActKind, Language, WordClass, load_language
from tests.processors.extract.articles import kit

SENTENCES = {
    WordClass.SITE: "Shells fell on the army barracks at dusk.",
    WordClass.WEAK_SITE: "The airfield was quiet.",
    WordClass.DUAL_SITE: "The airport stayed shut.",
    WordClass.MILITARY: "The naval pageant drew few.",
    WordClass.FORCE: "Paratroopers slept there.",
    WordClass.MATERIEL: "A frigate lay at the pier.",
    WordClass.MILITIA: "Insurgents came by night.",
    WordClass.MILITIA_SITE: "Planes bombed a hideout.",
    WordClass.HOUSES: "It is a college housing cadets.",
    WordClass.BUILDING: "The dormitory burnt out.",
    WordClass.CIVIL: "Villagers ran to the hills.",
    WordClass.MODAL: "They might try again.",
    WordClass.REPORTED: "It appears to have failed.",
    WordClass.EXERCISE: "The rehearsal went well.",
    WordClass.PAST: "It was decades ago.",
    WordClass.OFTEN: "It is routinely shelled.",
    WordClass.AGGREGATE: "A spate of incidents followed.",
    WordClass.TOTAL: "A total of ninety were counted.",
    WordClass.SUPERLATIVE: "It was the deadliest of all.",
    WordClass.CASUALTY: "Four were wounded.",
    WordClass.HOSTILE: "Saboteurs are blamed.",
    WordClass.ACCIDENT: "A gas leak was to blame.",
    WordClass.CRIME: "A colleague was stabbed.",
    WordClass.CYBER: "It was malware.",
    WordClass.TERROR: "It is treated as terrorism.",
    WordClass.AGAIN: "It happened for the third time.",
    WordClass.DEFINITE: "Their raid failed.",
    WordClass.INDEFINITE: "A suspected raid failed.",
    WordClass.BEFORE_NOUN: "A brazen raid failed.",
    WordClass.REPORTING: "He acknowledged it.",
    WordClass.TARGET_PREP: "It flew towards the hills.",
    WordClass.PLACE_PREP: "It lies north of the river.",
    WordClass.PLACE_LINK: "It is in the province of Anbar.",
    WordClass.EDGE: "It lies at the frontier.",
    WordClass.SOIL: "It fell on Polish soil.",
    WordClass.PROXY: "The group is Iran-linked.",
    WordClass.OCCUPIED: "It lies in the annexed part.",
    WordClass.NAMED_SITE: "Rain fell on Fort Kinross.",
    WordClass.WORK: "The novel was long.",
    WordClass.RETELLS: "It recounts the march.",
    WordClass.VEHICLE: "A lorry stood at the gate.",
    WordClass.ALARM: "The sirens fell silent.",
    WordClass.FORMER: "A retired sergeant spoke.",
    WordClass.STANDOFF: "An airstrike came at noon.",
    WordClass.SPAN: "It was weeks later.",
    WordClass.DISTANCE: "It is ninety kilometres away.",
    WordClass.NEAR: "It lies close to the river.",
    WordClass.BE: "It was being repaired.",
    WordClass.DETERMINER: "Every gate was shut.",
    WordClass.PREPOSITION: "It ended during the night.",
    WordClass.NUMBER: "Seven came back.",
    WordClass.ABSTRACT: "They signed an agreement.",
    WordClass.DENIAL: "It was a false alarm.",
    WordClass.RETRACTION: "It is fake news.",
    WordClass.BY_CHANCE: "It was an accident.",
    WordClass.RULES_OUT: "He excluded it.",
    WordClass.GENRE_TITLE: "A film review of the week.",
    WordClass.GENRE_TEXT: "The quarterback was tired.",
    WordClass.COMMENTARY: "An explainer in six parts.",
    WordClass.LIVE: "All live updates of the day.",
    WordClass.FALSE_FRIEND: "He died of a heart attack.",
}
HARMLESS = {  # phrases with an act word in them that tell of no attack, by what they are
    "legitimate target",
    "legitimate targets",
    "fire drill",
    "live fire drill",
    "last fall",
    "hours drive",
    "emergency landing",
    "landing ship",
    "landing ships",
    "landing craft",
    "landing vessel",
    "landing vessels",
    "helicopter crash",
    "plane crash",
    "fire brigade",
}
EVENTS = {ActKind.STRIKE, ActKind.ATTACK, ActKind.BLAST, ActKind.FIRE, ActKind.LAND}


def english() -> Language:
    return load_language("en")


def tags(sentence: str) -> Tags:
    return tag(read_document("", sentence, None, "UTC"), kit())[1]


def test_every_class_has_its_sentence() -> None:
    assert set(SENTENCES) == set(WordClass) - {WordClass.GENRE_ADDRESS}
    assert set(english().words) == set(WordClass)


@pytest.mark.parametrize("word_class", SENTENCES, ids=str)
def test_a_class_is_found_in_its_sentence(word_class: WordClass) -> None:
    assert any(item.kind == word_class for item in tags(SENTENCES[word_class]).items)


@pytest.mark.parametrize("kind", english().weapons)
def test_every_weapon_is_found_by_each_of_its_words(kind: str) -> None:
    for word in english().weapons[kind][1:]:
        found = [item.id for item in tags(f"Then {word} came.").items if item.kind == WEAPON]
        assert kind in found, word


def test_words_are_written_as_texts_are_matched() -> None:
    wrong = [word for words in english().words.values() for word in words if word != key(word)]

    assert wrong == []


def test_no_list_but_the_false_friends_hides_an_act() -> None:
    language = english()
    acts = {word for word, _, _ in language.act_words()}
    arms = {word for spellings in language.weapons.values() for word in spellings[1:]}
    events = {word for word, kind, _ in language.act_words() if kind in EVENTS}
    hidden = {
        phrase
        for word_class, phrases in language.words.items()
        if word_class not in {WordClass.FALSE_FRIEND, WordClass.GENRE_ADDRESS}
        for phrase in phrases
        if phrase not in acts | arms and " " in phrase and events & set(phrase.split())
    }

    assert hidden - set(language.words[WordClass.FALSE_FRIEND]) == HARMLESS


@pytest.mark.parametrize(
    "sentence",
    [
        "It was a heart attack.",
        "A strike group sailed.",
        "They struck a deal.",
        "A bomb scare.",
    ],
)
def test_a_false_friend_hides_the_act_in_it(sentence: str) -> None:
    assert not any(item.kind == ACT for item in tags(sentence).items)


def test_us_is_a_country_and_us_is_not() -> None:
    assert any(item.id == "US" for item in tags("He told the US army.").items)
    assert not any(item.id == "US" for item in tags("He told us nothing.").items)


def test_names_keep_their_capitals() -> None:
    assert not any(item.kind == "country" for item in tags("They ate turkey and cut jersey.").items)
