"""docs/topics.md says what the code does; its kcat lines are run in tests/kafka."""

import re
from pathlib import Path
from typing import Final

import pytest

from contracts.events import KINDS
from contracts.topics import Topic
from tests.fakes import told

TEXT: Final = (Path(__file__).parents[2] / "docs" / "topics.md").read_text("utf-8")


@pytest.mark.parametrize("topic", KINDS, ids=lambda topic: topic.name)
def test_a_topic_has_its_key_and_retention(topic: Topic) -> None:
    row = re.search(rf"^\| `{topic.name}` \|.*\| {topic.key}[^|]*\|([^|]*)\|$", TEXT, re.MULTILINE)
    assert row
    kept = "for ever (compacted)" if topic.compacted else f"{topic.retention.days} days"
    assert kept in row[1]


def test_every_header_is_explained_and_no_other() -> None:
    table = TEXT.partition("## The headers")[2].partition("## Sizes")[0]
    named = set(re.findall(r"`(ce_[a-z]+|content-type)`", table))
    assert named == {name for put in told.puts() for name in put.headers}


def test_the_python_lines_give_what_they_say() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    code, _, last = block.rstrip().rpartition("\n")
    known: dict[str, object] = {}
    exec(code, known)  # noqa: S102
    assert repr(eval(last, known)) == last.partition("# ")[2]  # noqa: S307


def test_what_it_points_to_is_there() -> None:
    folder = Path(__file__).parents[2] / "docs"
    for target in re.findall(r"\]\(([^)]+)\)", TEXT):
        assert (folder / target).exists(), target
