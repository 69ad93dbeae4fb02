"""The plain reader as a whole: languages, the gate, times, places, hostile texts."""

from datetime import UTC, datetime

import pytest

from contracts.messages import Article, ArticleRef, Gate, May, TimeBasis, Told
from processors.extract.assemble import extract
from processors.gate import gate
from processors.language.plain import Cue, load_plain_languages
from tests.growth import assert_linear, seconds
from tests.processors.extract.articles import kit
from tests.processors.extract.plain.plain_reading import CLOCK, read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Une attaque a visé la base dans la nuit de mardi.", "fr"),
        ("Un ataque contra la base dejó tres heridos.", "es"),
        ("Bei einem Angriff auf den Stützpunkt wurden drei verletzt.", "de"),
        ("Serangan ke pangkalan itu melukai tiga orang pada Selasa.", "id"),
        ("Üsse düzenlenen saldırıda üç kişi yaralandı.", "tr"),
        ("При атаке на базу ранены трое.", "ru"),
        ("Унаслідок атаки на базу поранено трьох.", "uk"),
        ("هجوم على القاعدة في غرب العراق", "ar"),
        ("حمله به پایگاه در غرب عراق", "fa"),
        ("מתקפה על הבסיס", "he"),
        (
            "Atak dronów na bazę lotniczą w nocy z wtorku na środę ranił trzech żołnierzy armii,"
            " poinformowało dziś ministerstwo obrony narodowej, które zapowiedziało śledztwo",
            "",
        ),
    ],
)
def test_the_language_of_a_text(text: str, code: str) -> None:
    language = kit().plain.tongues.of(text)

    assert language is not None
    assert language.code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12:30",
        "Explosion rocks Kabul military airport",
        "Rockets hit the air base, said the minister of defence.",
        'The base near "La Plata de los Rios" was hit by rockets on Monday.',
        "Kirkuk: drones, missiles, rockets",
    ],
)
def test_english_and_what_nobody_can_tell_go_to_the_grammar(text: str) -> None:
    assert kit().plain.tongues.of(text) is None


@pytest.mark.parametrize("language", load_plain_languages(), ids=lambda each: each.name)
def test_no_word_stands_twice_in_a_class(language) -> None:  # type: ignore[no-untyped-def]
    twice = {
        cue: [word for word in words if words.count(word) > 1]
        for cue, words in language.words.items()
    }

    assert {cue: words for cue, words in twice.items() if words} == {}
    assert set(language.words) == set(Cue)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("L'équipe a joué dans la ville et les joueurs sont contents.", Gate.NO_ATTACK),
        ("Une attaque a fait trois morts dans un village de la région.", Gate.NO_PLACE),
        ("Une attaque a visé la caserne dans la nuit.", Gate.HIT),
        ("Взрыв произошел в жилом квартале.", Gate.NO_PLACE),
        ("Взрыв произошел на аэродроме.", Gate.HIT),
        ("وقع هجوم على المعسكر في المدينة", Gate.HIT),
    ],
)
def test_the_gate_knows_their_words(text: str, verdict: Gate) -> None:
    assert gate(text, kit()) is verdict


def test_a_language_without_a_file_opens_nothing_known_and_says_so() -> None:
    report = read(
        "Rakietowy atak na bazę Ain al-Asad",
        "Pięć rakiet spadło we wtorek wieczorem na bazę Ain al-Asad, gdzie stacjonują wojska."
        " Nikt nie ucierpiał, poinformowało ministerstwo obrony, które prowadzi śledztwo.",
    )

    assert report is not None
    assert (report.told, report.may) == (Told.CURRENT, May.OPEN_IF_UNKNOWN)
    assert report.place.bases == ("iq-ain-al-asad",)
    assert report.confidence <= 0.4
    assert any("without a file" in reason for reason in report.why)


@pytest.mark.parametrize(
    ("title", "base"),
    [
        ("Взрывы на аэродроме «Саки» в Крыму", "ua-saky"),
        ("Дрони вдарили вночі по аеродрому «Бельбек»", "ua-belbek"),
        ("هجوم بالصواريخ على قاعدة عين الأسد", "iq-ain-al-asad"),
        ("حمله راکتی به پایگاه عین‌الاسد در عراق", "iq-ain-al-asad"),
        ("רקטות נורו לעבר בסיס רמת דוד", "il-ramat-david"),
        ("Des roquettes ont visé la base d'Aïn al-Assad en Irak", "iq-ain-al-asad"),
        ("Raketen auf den Luftwaffenstützpunkt Engels in der Nacht abgefeuert", "ru-engels"),
    ],
)
def test_a_base_is_known_in_each_script(title: str, base: str) -> None:
    report = read(title)

    assert report is not None
    assert report.place.bases == (base,)
    assert report.may is May.OPEN


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("La caserne de l'armée a été attaquée mardi à l'aube", 2, 3),
        ("Казарма обстреляна во вторник", 2, 3),
        ("Gestern wurde die Kaserne der Armee angegriffen", 2, 3),
        ("هجوم على معسكر للجيش أمس الثلاثاء في المدينة", 2, 3),
        ("حمله به پادگان ارتش در ۱۳ خرداد", 2, 3),
        ("El cuartel fue atacado el 3 de junio", 2, 3),
    ],
)
def test_a_day_word_dates_the_attack(title: str, first: int, last: int) -> None:
    report = read(title)

    assert report is not None
    assert report.when.basis is TimeBasis.STATED
    assert report.when.start is not None
    assert report.when.end is not None
    assert first <= report.when.start.day <= last
    assert report.when.end <= CLOCK


def test_without_a_day_word_it_was_in_the_days_before() -> None:
    report = read("La caserne de l'armée a été attaquée par des hommes armés")

    assert report is not None
    assert report.when.basis is TimeBasis.PUBLISHED


def test_an_old_year_makes_background() -> None:
    report = read("В 2014 году казарма воинской части была обстреляна")

    assert report is not None
    assert (report.told, report.may) == (Told.BACKGROUND, May.NOTHING)


def test_the_soldiers_of_one_sentence_and_the_rockets_of_the_next_are_one_attack() -> None:
    report = read(
        "Tirs de roquettes en Irak",
        "Cinq roquettes ont été tirées mardi. Le groupe dit avoir voulu toucher la base militaire.",
    )

    assert report is not None
    assert report.may in {May.OPEN, May.OPEN_IF_UNKNOWN}
    assert report.weapon == "rocket"


@pytest.mark.parametrize(
    "word",
    [
        "la base de l'armée a été attaquée et ",
        "attaque ",
        "base militaire ",
        "هجوم على قاعدة ",
        "وبال",
        "בסיס",
        "аэродром «Саки» атакован ",
        "5 000 12 ",
        "َ",
    ],
)
def test_hostile_text_costs_what_its_length_says(word: str) -> None:
    ref = ArticleRef(id="a", version="v", url="", source="s", family="f", clock=datetime.now(UTC))

    def cost(size: int) -> float:
        text = "la base de l'armée et les soldats, " + word * (size // len(word))
        article = Article(ref=ref, text=text)
        return seconds(lambda: (gate(text, kit()), extract(article, kit())))

    assert_linear(cost)
