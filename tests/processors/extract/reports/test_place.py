"""Where an attack was, as far as a text says, and where the rules refuse to guess."""

import pytest

from contracts.messages import Place
from tests.processors.extract.articles import main


def place(title: str, text: str = "") -> Place:
    return main(title, text).place


@pytest.mark.parametrize(
    ("title", "bases"),
    [
        pytest.param(
            "Rockets hit Ain al-Assad base in Iraq", ("iq-ain-al-asad",), id="another spelling"
        ),
        pytest.param(
            "Missiles hit [Aïn] Al-Assad air base in Iraq", ("iq-ain-al-asad",), id="brackets"
        ),
        pytest.param(
            "Drones hit Engels and Saky air bases in Russia", ("ru-engels", "ua-saky"), id="two"
        ),
        pytest.param("Missile hits Makiivka barracks", ("ua-makiivka",), id="the town's only one"),
        pytest.param(
            "Missile hits barracks in occupied Melitopol", ("ua-melitopol",), id="called so"
        ),
        pytest.param(
            "Missile hits navy headquarters in Sevastopol",
            ("ua-sevastopol-hq",),
            id="headquarters before navy",
        ),
        pytest.param("Drone hits airbase near Kursk", ("ru-kursk",), id="its airfield, outside"),
    ],
)
def test_named(title: str, bases: tuple[str, ...]) -> None:
    assert set(place(title).bases) <= set(bases)
    assert place(title).bases


def test_the_lead_names_what_the_title_does_not() -> None:
    found = place(
        "Rockets hit US base in Iraq",
        "Several rockets landed at Ain al-Asad air base, police said.",
    )

    assert found.bases == ("iq-ain-al-asad",)


def test_the_lead_names_the_town_where_the_title_has_a_country() -> None:
    found = place(
        "Drone hits Russian air base", "Flames rose over an air base near Kursk, people there said."
    )

    assert found.bases == ("ru-kursk",)


def test_the_body_names_the_base_where_nothing_above_names_a_place() -> None:
    found = place(
        "Fighters storm army base in Mali",
        "Fighters stormed an army base in Mali on Thursday, the army said.\n\n"
        "The men came on pick-ups at noon, it said, and had left by two.\n\n"
        "They attacked the army camp at Bamba on Thursday, it said.",
    )

    assert found.bases == ("ml-bamba",)


def test_whose_a_plane_is_does_not_say_where_it_stood() -> None:
    found = place(
        "Drone hits Russian spy plane", "It stood at Machulishchy air base, the partisans said."
    )

    assert found.bases == ("by-machulishchy",)


def test_a_base_elsewhere_is_not_linked() -> None:
    found = place(
        "Rockets hit US base in Iraq", "Jets had taken off from Incirlik air base in Turkey."
    )

    assert "tr-incirlik" not in found.bases


def test_unnamed_bases_give_candidates_of_those_forces() -> None:
    found = place("Rockets hit US base in eastern Syria")

    assert found.bases == ()
    assert "sy-conoco" in found.candidates
    assert (found.countries, found.owners) == (("SY",), ("US",))


def test_a_us_base_alone_is_nowhere() -> None:
    assert place("Rockets hit US base, officials say").countries == ()


def test_a_base_of_a_state_that_stays_at_home_lies_there() -> None:
    assert place("Drone hits Russian air base").countries == ("RU",)


def test_in_a_place_beats_whose_it_is() -> None:
    assert place("Explosions hit Russian base in occupied Crimea").countries == ("UA-43",)


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Drone hits air base in Syria, Moscow says", id="a capital that speaks"),
        pytest.param("Drone hits air base in Syria, 700 km south of Moscow", id="a distance"),
        pytest.param("Drone hits air base in Syria, far from Ukraine border", id="a border"),
    ],
)
def test_names_that_are_no_place(title: str) -> None:
    assert place(title).countries == ("SY",)


def test_near_a_town_is_not_its_base() -> None:
    found = place("Missile hits military base near Makiivka")

    assert found.bases == ()
    assert found.candidates == ("ua-makiivka",)


def test_who_tells_of_its_own_losses_is_the_owner() -> None:
    assert place("Russia says drone shot down near air base").owners == ("RU",)


@pytest.mark.parametrize(
    ("title", "text", "base"),
    [
        pytest.param(
            "Missile hits naval headquarters in Sevastopol", "", "ua-sevastopol-hq", id="the head"
        ),
        pytest.param(
            "Rockets hit barracks in occupied Melitopol", "", "ua-melitopol", id="a name for it"
        ),
        pytest.param(
            "Drones hit Russian airfield near Kursk", "", "ru-kursk", id="an airfield near a town"
        ),
        pytest.param(
            "Drones strike Russian airbase overnight",
            "Hangars were burning on Tuesday at an airbase near Kursk, residents said.",
            "ru-kursk",
            id="the lead gives the town",
        ),
        pytest.param(
            "Footage shows small drone landing on Russian spy plane",
            "It crossed the fence of Machulishchy air base before dawn and touched down.",
            "by-machulishchy",
            id="a plane away from home",
        ),
    ],
)
def test_a_base_that_is_not_named_by_its_name(title: str, text: str, base: str) -> None:
    assert place(title, text).bases == (base,)


def test_a_look_back_gives_no_town() -> None:
    found = place(
        "Drones strike Russian airbase overnight",
        "Fires broke out, a day after similar blasts at two bases near Kursk.",
    )

    assert found.bases == ()


def test_a_port_that_guests_use_may_be_anywhere() -> None:
    assert place("Naval port used by Russian warships set ablaze by drones").countries == ()


def test_whose_headquarters_stands_far_before() -> None:
    found = place("Drone explodes near Russian regional war command headquarters")

    assert found.countries == ("RU",)


def test_a_title_of_a_toll_says_where() -> None:
    found = place(
        "Army raises Mondoro toll to 27", "Soldiers were killed in the assault on the camp."
    )

    assert found.towns == ("Mondoro",)
