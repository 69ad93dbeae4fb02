"""A note that says what an earlier wording got wrong must not be read as news of it."""

from datetime import UTC, datetime

import pytest

from processors.extract.text.document import Role
from processors.extract.text.read import read_document

BODY = "Drones struck the depot on Sunday. Three guards were hurt, the governor said."


@pytest.mark.parametrize(
    "note",
    [
        "Correction: an earlier version of this article said that nine guards died. None did.",
        "An earlier version of this story gave the number of dead as nine.",
        "This article was amended on Monday: nine guards were not killed.",
        "Editor's note: nine guards were first said to be dead.",
    ],
)
def test_a_note_is_furniture(note: str) -> None:
    clock = datetime(2026, 3, 2, tzinfo=UTC)
    document = read_document("Drones strike depot", f"{note}\n\n{BODY}", clock, "UTC")
    roles = {
        document.whole[each.start : each.end].split()[0]: each.role for each in document.sentences
    }
    assert roles[note.split(maxsplit=1)[0]] is Role.FURNITURE
    assert roles["Three"] is Role.LEAD
