"""What the simple means say."""

from evaluation.baselines import Bayes, cluster, copies, keyword, like_titles
from tests.evaluation.samples import document, later

NEWS = document(id="a", title="Rockets hit air base", text="Rockets hit the base at dawn.")
SPORT = document(
    id="b", title="Rovers win", text="The Rovers won by two goals.", report="none", why="sport"
)
FAR = document(id="c", title="x", text=f"The strike ended. {'And so on. ' * 9}The base is old.")


def test_keyword_wants_both_words_near_each_other() -> None:
    assert [keyword(each) for each in (NEWS, SPORT, FAR)] == [True, False, False]


def test_bayes_learns_from_words() -> None:
    learnt = Bayes.train([NEWS, SPORT])

    assert learnt.says(document(title="Base hit by rockets", text=""))
    assert not learnt.says(document(title="Rovers lose", text="Two goals won it."))


def test_copies_share_their_shingles() -> None:
    text = "A drone struck the camp near the river on Friday and wounded three of the guards there"
    one, cut = document(text=text), document(text=text.rsplit(" ", 2)[0])

    assert copies(one, cut)
    assert not copies(one, NEWS)


def test_titles_are_alike_whatever_the_text() -> None:
    again = document(title="Rockets hit an air base", text="Another text.")

    assert like_titles(NEWS, again)
    assert not like_titles(NEWS, SPORT)


def test_a_cluster_is_named_after_its_first_and_lasts_three_days() -> None:
    soon, late = later(NEWS, 2), later(NEWS, 9)

    assert cluster([NEWS, SPORT, soon, late], like_titles) == {
        NEWS.id: NEWS.id,
        SPORT.id: SPORT.id,
        soon.id: NEWS.id,
        late.id: late.id,
    }
