"""Tolls, munitions and who did it, in ten languages."""

import pytest

from contracts.messages import Slot
from tests.processors.extract.plain.plain_reading import claims, read

BOTH = [  # title and text, with three killed and seven injured
    (
        "fr",
        "Attaque contre une base militaire",
        "Trois soldats ont été tués et sept autres blessés dans l'attaque de la base militaire.",
    ),
    (
        "es",
        "Ataque contra una base militar",
        "Tres soldados murieron y siete resultaron heridos en el ataque a la base militar.",
    ),
    (
        "de",
        "Angriff auf Militärstützpunkt",
        "Drei Soldaten wurden bei dem Angriff auf den Stützpunkt getötet, sieben wurden verletzt.",
    ),
    (
        "id",
        "Pangkalan Militer Diserang",
        "Tiga prajurit tewas dan tujuh lainnya terluka dalam serangan ke pangkalan militer itu.",
    ),
    (
        "tr",
        "Askeri üsse saldırı",
        "Askeri üsse düzenlenen saldırıda üç asker şehit oldu, yedi asker yaralandı.",
    ),
    (
        "ru",
        "Нападение на воинскую часть",
        "При нападении на воинскую часть погибли трое солдат, семеро ранены.",
    ),
    (
        "uk",
        "Напад на військову частину",
        "Унаслідок нападу на військову частину загинули троє солдатів, семеро поранені.",
    ),
    ("ar", "هجوم على ثكنة عسكرية", "أسفر الهجوم على الثكنة عن مقتل ثلاثة جنود وإصابة سبعة آخرين."),
    ("fa", "حمله به پادگان ارتش", "در حمله به پادگان سه سرباز کشته و هفت سرباز زخمی شدند."),
    ("he", "מתקפה על בסיס צבאי", "במתקפה על הבסיס הצבאי נהרגו שלושה חיילים ונפצעו שבעה אחרים."),
]
NOBODY = [
    (
        "fr",
        "Roquettes sur une base militaire",
        "Des roquettes ont visé la base militaire, sans faire de victimes.",
    ),
    (
        "es",
        "Cohetes contra una base militar",
        "Los cohetes alcanzaron la base militar sin causar víctimas.",
    ),
    (
        "de",
        "Raketen auf Militärstützpunkt",
        "Auf den Militärstützpunkt wurden Raketen abgefeuert, Opfer gab es keine.",
    ),
    (
        "id",
        "Roket Hantam Pangkalan Militer",
        "Roket itu menghantam pangkalan militer dan tidak ada korban.",
    ),
    ("tr", "Askeri üsse roketli saldırı", "Askeri üsse roketli saldırıda can kaybı yaşanmadı."),
    ("ru", "Обстрел авиабазы", "Ракеты упали на авиабазу, пострадавших нет."),
    ("uk", "Обстріл авіабази", "Ракети впали на авіабазу, поранених немає."),
    ("ar", "قصف صاروخي على قاعدة جوية", "استهدفت صواريخ القاعدة الجوية دون وقوع إصابات."),
    ("fa", "حمله راکتی به پایگاه هوایی", "راکت به پایگاه هوایی اصابت کرد و کسی زخمی نشد."),
    ("he", "ירי רקטות לעבר בסיס צבאי", "רקטות נפלו בבסיס הצבאי, אין נפגעים."),
]


@pytest.mark.parametrize(("code", "title", "text"), BOTH)
def test_killed_and_injured(code: str, title: str, text: str) -> None:
    report = read(title, text)
    killed, injured = claims(report, Slot.KILLED), claims(report, Slot.INJURED)

    assert [(each.value.low, each.value.high) for each in killed] == [(3, 3)]
    assert [(each.value.low, each.value.high) for each in injured] == [(7, 7)]
    assert killed[0].value.role == "soldier"


@pytest.mark.parametrize(("code", "title", "text"), NOBODY)
def test_nobody_was_hurt(code: str, title: str, text: str) -> None:
    assert [(each.value.low, each.value.high) for each in claims(read(title, text), Slot.INJURED)][
        :1
    ] == [(0, 0)]


@pytest.mark.parametrize(
    ("title", "slot", "low", "high"),
    [
        ("Cinq roquettes tirées sur la base militaire de l'armée", Slot.FIRED, 5, 5),
        (
            "Au moins 12 drones abattus lors de l'attaque de la base aérienne",
            Slot.INTERCEPTED,
            12,
            None,
        ),
        ("Не менее 15 ракет выпущено по авиабазе", Slot.FIRED, 15, None),
        ("إطلاق أكثر من عشرين صاروخا على قاعدة عسكرية في سوريا", Slot.FIRED, 21, None),
        ("پرتاب ۸ راکت به سوی پایگاه هوایی در عراق", Slot.FIRED, 8, 8),
        ('שמונה רקטות נורו לעבר בסיס חיל האוויר של צה"ל', Slot.FIRED, 8, 8),
    ],
)
def test_munitions(title: str, slot: Slot, low: int, high: int | None) -> None:
    assert [(each.value.low, each.value.high) for each in claims(read(title), slot)] == [
        (low, high)
    ]


def test_a_claim_and_a_blame_name_their_actor() -> None:
    claimed = read(
        "Drones sur une base militaire en Irak",
        "La base militaire a été attaquée par des drones. Le Hezbollah a revendiqué l'attaque.",
    )
    blamed = read(
        "Нападение на воинскую часть в Мали",
        "Воинская часть атакована во вторник. Власти обвинили в нападении «Боко харам».",
    )

    assert [each.value.norm for each in claims(claimed, Slot.CLAIMED_BY)] == ["hezbollah"]
    assert [each.value.norm for each in claims(blamed, Slot.BLAMED_ON)] == ["boko-haram"]


def test_every_value_stands_where_its_span_says() -> None:
    title, text = BOTH[7][1:]
    report = read(title, text)

    assert report is not None
    for claim in report.claims:
        whole = title if claim.span.part == "title" else text
        assert whole[claim.span.start : claim.span.end] == claim.value.text


@pytest.mark.parametrize(
    "title",
    [
        "Attaque contre la base militaire située à 30 km de Bamako, 15 heures de combats",
        "В 2026 году 36-летний солдат ранен при атаке на авиабазу",
    ],
)
def test_distances_hours_ages_and_years_count_nobody(title: str) -> None:
    report = read(title)

    assert not claims(report, Slot.KILLED)
    assert not claims(report, Slot.INJURED)
