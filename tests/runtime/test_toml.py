from pathlib import Path

import pytest

from runtime.toml import KeyPath, load_toml

FILE = '''\
top = 1
a.b = 2  # dotted
"odd key" = 3
list = [
  "x = 1",
  [1, 2],  # [not.a.header]
  # b = 3
]
text = """
[nor.this]
k = 1
"""
after = { x = 1, y = 2 }

[one]
key = "a [ b"
[one.two]   # deeper
key = 'v = 1'

[[feeds]]
name = "first"
[feeds.more]
deep = true

[[feeds]]
# a comment
name = "second"
[[feeds.rules]]
id = 1
[[feeds.rules]]
id = 2
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("top",), 1),
        (("a", "b"), 2),
        (("odd key",), 3),
        (("list",), 4),
        (("list", 1), 4),  # of a value's inside, the line of the value
        (("text",), 9),
        (("after", "y"), 13),
        (("one",), 15),
        (("one", "key"), 16),
        (("one", "two"), 17),
        (("one", "two", "key"), 18),
        (("feeds",), 20),
        (("feeds", 0), 20),
        (("feeds", 0, "name"), 21),
        (("feeds", 0, "more", "deep"), 23),
        (("feeds", 1), 25),
        (("feeds", 1, "name"), 27),
        (("feeds", 1, "missing"), 25),
        (("feeds", 1, "rules", 0, "id"), 29),
        (("feeds", 1, "rules", 1, "id"), 31),
        (("nor", "this", "k"), 0),
        (("b",), 0),
    ],
)
def test_every_key_has_its_line(tmp_path: Path, key: KeyPath, line: int) -> None:
    (tmp_path / "f.toml").write_text(FILE)
    _, lines = load_toml(tmp_path / "f.toml")
    assert lines.find(key) == line


def test_a_line_is_named_as_editors_do(tmp_path: Path) -> None:
    (tmp_path / "f.toml").write_text(FILE)
    _, lines = load_toml(tmp_path / "f.toml")
    assert lines.where(3) == f"{tmp_path}/f.toml:3"
    assert lines.where(0) == f"{tmp_path}/f.toml"


def test_a_long_list_is_numbered_quickly(tmp_path: Path) -> None:
    """Ten thousand entries, each on a line of its own: no work that grows with the square."""
    entries = "".join(f'  "name-{number}",\n' for number in range(10_000))
    (tmp_path / "f.toml").write_text(f"many = [\n{entries}]\nafter = 1\n")
    _, lines = load_toml(tmp_path / "f.toml")
    assert lines.find(("after",)) == 10_003
