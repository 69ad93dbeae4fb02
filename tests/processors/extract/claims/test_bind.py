"""Which attack a value is of: traps of many articles, told in words of our own."""

from dataclasses import replace

import pytest

from contracts.messages import Told
from processors.extract.claims.bind import claims
from processors.extract.text.document import Mention
from tests.growth import assert_linear, seconds
from tests.processors.extract.reading import bound, document, kit, mention, texts


def test_a_month_old_toll_beside_a_new_one() -> None:
    of = document(
        "Two Danish soldiers were hurt in a mortar attack on Fort Elm on Monday.\n"
        "In January, a drone strike killed five Danish sailors at a port in Chad.\n"
    )
    found = bound(
        of, [mention(of, "attack", 0), mention(of, "strike", None), mention(of, "killed", None)]
    )
    assert texts(found, "injured") == ["Two Danish soldiers"]
    assert texts(found, "killed") == []


def test_another_attack_s_dead_in_the_same_sentence() -> None:
    of = document(
        "Shells hurt one guard at the fort, days after a Danish strike killed six rebels.",
    )
    found = bound(of, [mention(of, "Shells", 0), mention(of, "strike", None)])
    assert texts(found, "injured") == ["one guard"]
    assert texts(found, "killed") == []


def test_the_dead_that_a_clause_of_the_past_recalls() -> None:
    of = document(
        "The raid came while the coast waits for an answer to last month's killing of a "
        "Danish commander in Chad."
    )
    assert texts(bound(of, [mention(of, "raid", 0)]), "killed") == []


def test_after_without_a_lapse_names_the_cause() -> None:
    of = document("Three guards were hurt after rebels attacked the fort.")
    assert texts(bound(of, [mention(of, "attacked", 0)]), "injured") == ["Three guards"]


def test_the_toll_of_the_sentence_before_goes_on() -> None:
    of = document("In May, a strike hit a mill in Chad. Nine men were killed. A raid came today.")
    found = bound(of, [mention(of, "strike", None), mention(of, "raid", 0)])
    assert texts(found, "killed") == []


def test_the_strike_takes_up_the_strike_told_before() -> None:
    of = document(
        "A rocket attack hit the fort.\n"
        "On Tuesday a Danish strike targeted rebels.\n"
        "The strike left seven dead.\n"
    )
    again = mention(of, "The strike", 0)
    strike = mention(of, "strike targeted", None)
    word = len("strike")
    mentions = [
        mention(of, "attack", 0),
        _cut(strike, strike.start, word),
        _cut(again, again.start + 4, word),
    ]
    assert texts(bound(of, mentions), "killed") == []


def _cut(of: Mention, start: int, length: int) -> Mention:
    return replace(of, start=start, end=start + length)


def test_parts_and_whole_of_a_salvo_stay_apart() -> None:
    of = document(
        "The fort was attacked by 9 rockets, of which seven were shot down while two hit the base."
    )
    found = bound(of, [mention(of, "attacked", 0)])
    assert texts(found, "fired") == ["9 rockets"]
    assert texts(found, "intercepted") == ["seven"]
    assert texts(found, "hit") == ["two"]


def test_no_claim_is_of_this_attack_though_others_are_told_beside_it() -> None:
    of = document("A raid hit the fort. Such attacks are common, but no group has claimed it.")
    mentions = [mention(of, "raid", 0), mention(of, "attacks", None, plural=True)]
    assert texts(bound(of, mentions), "claimed_by") == []
    of = document(
        "A raid hit the fort. Such attacks are common, but no group has claimed responsibility."
    )
    mentions = [mention(of, "raid", 0), mention(of, "attacks", None, plural=True)]
    norms = [claim.value.norm for claim in bound(of, mentions) if claim.slot == "claimed_by"]
    assert norms == ["none"]


@pytest.mark.parametrize(
    ("next_sentence", "weapons"),
    [("Most of them came by drone.", []), ("It came by drone.", ["drone"])],
)
def test_the_weapons_of_most_of_many_attacks_are_not_this_one_s(
    next_sentence: str, weapons: list[str]
) -> None:
    of = document(f"An attack shook the fort.\nOfficers looked into it. {next_sentence}")
    assert texts(bound(of, [mention(of, "attack", 0)]), "weapon") == weapons


def test_the_dead_of_the_strike_that_is_repaid() -> None:
    of = document(
        "Rebels fired at the fort in retaliation for the army's strike that killed two mayors."
    )
    found = bound(of, [mention(of, "fired", 0), mention(of, "strike", 0)])
    assert texts(found, "killed") == []
    of = document("The army struck back in response to the raid that killed two guards.")
    found = bound(of, [mention(of, "struck", None), mention(of, "raid", 0)])
    assert texts(found, "killed") == ["two guards"]


def test_the_verb_of_the_dead_takes_its_subject_s_verdict() -> None:
    of = document("A drone attack on the fort kills three guards.")
    found = bound(of, [mention(of, "attack", 0), mention(of, "kills", None)])
    assert texts(found, "killed") == ["three guards"]


def test_nothing_is_said_of_an_outgoing_strike() -> None:
    of = document("A raid hit the fort. The army struck a rebel camp and caused no casualties.")
    mentions = [mention(of, "raid", 0), mention(of, "struck", None, told=Told.OUTGOING)]
    assert texts(bound(of, mentions), "killed") == []


def test_attackers_who_were_killed_are_told_of_their_attack() -> None:
    of = document("A raid hit the fort. Six attackers were killed and two guards died.")
    lost = mention(of, "killed", None, told=Told.OUTGOING)
    found = bound(of, [mention(of, "raid", 0), lost])
    assert texts(found, "killed") == ["Six attackers", "two guards"]


def test_the_weapon_of_a_sentence_near_the_attack() -> None:
    of = document("The fort was hit on Monday. Officials think these were mortars.")
    assert texts(bound(of, [mention(of, "hit", 0)]), "weapon") == ["mortars"]


def test_what_an_earlier_attack_was_made_with() -> None:
    of = document("Rockets hit the fort, fourteen hours after a drone was shot down there.")
    found = bound(of, [mention(of, "hit", 0), mention(of, "shot down", 0)])
    assert texts(found, "weapon") == ["Rockets"]
    assert texts(found, "intercepted") == []


def test_most_were_claimed_is_of_many() -> None:
    of = document("A raid hit the fort.\nMost were claimed by the Taliban.")
    assert texts(bound(of, [mention(of, "raid", 0)]), "claimed_by") == []


def test_two_attacks_keep_their_own_values() -> None:
    of = document(
        "Shelling of Fort Elm killed four guards.\nA drone hit Camp Oak and wounded two sailors."
    )
    mentions = [mention(of, "Shelling", 0), mention(of, "hit", 1)]
    assert texts(bound(of, mentions, 0), "killed") == ["four guards"]
    assert texts(bound(of, mentions, 1), "injured") == ["two sailors"]


def test_a_caption_says_nothing() -> None:
    of = document("A raid hit the fort.\nTwo wounded soldiers after a raid. Photo: Agency")
    assert texts(bound(of, [mention(of, "raid", 0)]), "injured") == []


def test_suspected_and_confirmed_by_one_speaker() -> None:
    of = document('"We can confirm there was a suspected mortar attack," the officer said.')
    found = bound(of, [mention(of, "attack", 0)])
    assert [(c.value.norm, c.speaker) for c in found if c.slot == "status"] == [
        ("confirmed", "the officer"),
        ("suspected", "the officer"),
    ]


def test_span_and_sentence_are_slices_of_the_article() -> None:
    text = "Quiet day. \u201cSeveral\u201d Danish sailors were hurt in a raid, police said."
    of = document(text, title="Raid hurts Danish sailors")
    found = bound(of, [mention(of, "raid", 0)])
    assert {claim.span.part for claim in found} == {"title", "text"}
    for claim in found:
        whole = of.title if claim.span.part == "title" else of.text
        words = whole[claim.span.start : claim.span.end]
        assert words == claim.value.text
        assert claim.sentence in (of.title, of.text) or claim.sentence in of.text


def test_without_a_report_there_are_no_claims() -> None:
    of = document("A raid killed two guards.")
    assert claims(of, [mention(of, "raid", None)], kit().gazetteer.actors) == {}


@pytest.mark.parametrize(
    "words",
    [
        "the ",
        "U.S. ",
        "killed ",
        "killed by two US soldiers and ",
        "two rockets hit the base. ",
        "no casualties, ",
        "said he ",
        '" said ',
        "claimed by the ",
        "damaged destroyed ",
        "fired from ",
        "5-7 ",
        "suspected attack ",
    ],
)
def test_time_grows_with_the_length(words: str) -> None:
    def cost(size: int) -> float:
        of = document(words * (size // len(words)))
        acts = [tag for tag in of.tags if tag.kind == "act"]
        mentions = [mention(of, of.words(t.start, t.end), 0) for t in acts[:3]]
        mentions = mentions or [mention(of, "Title", 0)]
        return seconds(lambda: claims(of, mentions, {}))

    assert_linear(cost)
