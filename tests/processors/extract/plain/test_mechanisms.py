"""What the plain reader tells apart by words: launches, denials, enemies, follow-ups, parties."""

import pytest

from contracts.messages import May, Slot, Told
from tests.processors.extract.plain.plain_reading import claims, read

ATTACK = "Attaque de drones contre une base militaire au Mali"


@pytest.mark.parametrize(
    "title",
    [
        "Les drones partis de la base aérienne 101 de Niamey ont détruit un village",
        "طائرات انطلقت من قاعدة بلد الجوية تستهدف قرية",
    ],
)
def test_a_base_from_which_something_took_off_is_no_target(title: str) -> None:
    report = read(title)

    assert report is None or report.may is May.NOTHING, report.why


@pytest.mark.parametrize(
    "title",
    [
        "Non, la base aérienne de Sénou n'a pas été attaquée",
        "Аэродром «Саки» не был атакован ночью",
        "La base aérea no fue atacada el martes",
        "לא הותקף הבסיס הצבאי בצפון",
    ],
)
def test_an_act_that_is_negated_is_denied(title: str) -> None:
    report = read(title)

    assert report is not None
    assert (report.told, report.may) == (Told.DENIED, May.NOTHING)


def test_a_bang_of_which_the_text_rules_out_an_attack_is_denied() -> None:
    report = read(
        "Polatlı'da topçu kışlasında patlama",
        "Kışla salı sabahı patlamalarla sarsıldı. İki asker yaralandı. Olay araştırılıyor."
        ' Vali konuştu: "Ne saldırı var ne sabotaj."',
    )

    assert report is None or (report.told, report.may) == (Told.DENIED, May.NOTHING)


@pytest.mark.parametrize(
    "title",
    [
        "חיל האוויר תקף בסיס אימונים של כוח רדואן בלבנון",
        "Frappe aérienne contre une base du Hezbollah au Liban",
        "مقتل تسعة إرهابيين بضربة جوية",
    ],
)
def test_a_base_of_an_armed_group_is_no_base(title: str) -> None:
    report = read(title)

    assert report is None or report.may is May.NOTHING, report.why


def test_who_did_it_is_no_owner_of_what_was_struck() -> None:
    report = read("Base militaire attaquée par Boko Haram au Cameroun")

    assert report is not None
    assert report.may is May.OPEN


def test_years_ago_make_background() -> None:
    report = read("Il y a 24 ans, une attaque de drones visait cette base militaire et les soldats")

    assert report is not None
    assert (report.told, report.may) == (Told.BACKGROUND, May.NOTHING)


def test_an_exercise_in_two_sentences_of_the_text_is_one() -> None:
    report = read(
        "Lanud Natuna dibom dua jet",
        "Dua jet membombardir landasan Lanud Natuna. Pasukan lalu merebutnya kembali."
        " Itu bagian dari latihan gabungan. Simulasi serangan berlangsung tiga hari.",
    )

    assert report is not None
    assert (report.told, report.may) == (Told.EXERCISE, May.NOTHING)


def test_a_training_base_is_a_base_and_no_exercise() -> None:
    report = read("Attaque de drones contre une base d'entraînement de l'armée")

    assert report is not None
    assert report.told is Told.CURRENT


def test_a_toll_that_rises_may_only_join() -> None:
    report = read("Le bilan s'alourdit à vingt-huit morts parmi les soldats de la base aérienne")

    assert report is not None
    assert (report.told, report.may, report.presupposed) == (Told.CURRENT, May.JOIN, True)


@pytest.mark.parametrize(
    ("text", "slot", "low", "high", "approx"),
    [
        ("Une vingtaine de soldats ont été tués.", Slot.KILLED, 20, 20, True),
        ("On parle de 50 à 70 soldats tués.", Slot.KILLED, 50, 70, False),
        ("Un sergent a été blessé.", Slot.INJURED, 1, 1, False),
        ("Deux ont été abattus avant la piste.", Slot.INTERCEPTED, 2, 2, False),
        ("Six soldats sont morts et dix blessés.", Slot.INJURED, 10, 10, False),
    ],
)
def test_counts(text: str, slot: Slot, low: int, high: int, approx: bool) -> None:
    found = claims(read(ATTACK, text), slot)

    assert [(c.value.low, c.value.high, c.value.approx) for c in found] == [(low, high, approx)]


@pytest.mark.parametrize(
    ("text", "slot", "words"),
    [
        ("L'explosion a endommagé un hangar.", Slot.DAMAGE, "hangar"),
        ("Les drones ont été lancés depuis le Niger.", Slot.LAUNCH_AREA, "Niger"),
        ("Le Niger a démenti toute implication.", Slot.DENIED_BY, "Niger"),
        ("L'armée accuse Boko Haram.", Slot.BLAMED_ON, "Boko Haram"),
        ("L'armée a reconnu l'attaque.", Slot.STATUS, "reconnu"),
    ],
)
def test_words_beside_a_cue_are_values(text: str, slot: Slot, words: str) -> None:
    assert any(words in claim.value.text for claim in claims(read(ATTACK, text), slot))


def test_at_least_holds_no_negation() -> None:
    report = read("هجوم على ثكنة عسكرية", "أسفر الهجوم على الثكنة عن جرح ما لا يقل عن عشرة جنود.")

    assert [(c.value.low, c.value.high) for c in claims(report, Slot.INJURED)] == [(10, None)]
