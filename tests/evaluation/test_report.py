"""The page of errors: what it names, and that no text of the corpus becomes markup."""

from contracts.messages import Part, Slot, Span, Told
from evaluation.faults import Fault, faults
from evaluation.judge import judge_all
from evaluation.report import marked, page
from evaluation.score import groups, score
from tests.evaluation.samples import claim, count, document, mention, reading, report


def test_stretches_carry_the_numbers_of_their_errors() -> None:
    first = Fault("told", "", "", labelled=(Span(start=0, end=4),))
    second = Fault("base", "", "", read=(Span(start=2, end=6), Span(part=Part.TITLE, end=1)))

    assert marked("ab<d&f g", Part.TEXT, [first, second]) == (
        '<mark class="label" data-of="0l">ab</mark>'
        '<mark class="label read" data-of="0l 1r">&lt;d</mark>'
        '<mark class="read" data-of="1r">&amp;f</mark> g'
    )


def test_every_kind_of_error_is_named() -> None:
    killed, _ = count(Slot.KILLED, "Three", 3)
    news = document(mention(bases=("iq-harir",), claims=(killed,)), mention("In May", incident="B"))
    said = report(claims=(claim(Slot.KILLED, "Two", low=2, high=2),))
    rumour = document(mention(told=Told.DENIED, incident=""), id="r", report="none", why="denied")
    judged = judge_all(
        [
            reading(news, said, detected=False, incidents={said.id: "i"}),
            reading(rumour, said, alerted=("i",), incidents={said.id: "i"}),
        ]
    )

    kinds = [[fault.kind for fault in faults(one, judged)] for one in judged]

    assert kinds == [
        ["missed report", "told", "base", "killed missed", "killed wrong"],
        ["false report", "alert false", "told", "killed wrong"],
    ]


def test_attacks_folded_wrongly_are_named_with_the_documents() -> None:
    said = report()
    ours = {"a": ("A", "i"), "b": ("A", "j"), "c": ("C", "i")}
    judged = judge_all(
        [
            reading(document(mention(incident=label), id=key), said, incidents={said.id: cluster})
            for key, (label, cluster) in ours.items()
        ]
    )

    told = [fault.said for fault in faults(judged[0], judged)]

    assert told == ["folded apart from b", "folded together with c (C)"]


def test_the_page_shows_documents_with_errors_alone() -> None:
    right = document(mention(), id="en-right-1")
    wrong = document(mention(), id="en-wrong-1", title="<b>Base</b> hit")
    said = report()
    judged = judge_all([reading(right, said, incidents={said.id: "i"}), reading(wrong)])
    scores = {"tune": {name: score(group, judged) for name, group in groups(judged).items()}}

    shown = page(scores, judged)

    assert "en-wrong-1" in shown
    assert "en-right-1" not in shown
    assert "&lt;b&gt;Base" in shown
    assert "http" not in shown
