"""The command line as a shell sees it: output, exit codes, no tracebacks."""

import contextlib
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from basewatch.cli import main

ATTACK = {
    "url": "https://paper.example/harir",
    "source": "paper",
    "title": "Drones hit al-Harir air base in northern Iraq",
    "published": "2026-03-02T18:00:00Z",
    "text": "Two explosive drones struck the al-Harir air base in northern Iraq on Monday evening, "
    "wounding three American soldiers, a Kurdish security official said.",
}
CALM = {
    "url": "https://paper.example/market",
    "source": "paper",
    "title": "Olive harvest begins early",
    "published": "2026-03-02T19:00:00Z",
    "text": "Growers in the valley say the season has rarely looked better than this year.",
}


def basewatch(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, which has loaded everything already."""
    out, err, code = StringIO(), StringIO(), 0
    before, sys.argv = sys.argv, ["basewatch", *arguments]
    try:
        with contextlib.chdir(cwd), redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.argv = before
    return subprocess.CompletedProcess(sys.argv, code, out.getvalue(), err.getvalue())


def shell(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, with hashes of its own."""
    return subprocess.run(
        [sys.executable, "-m", "basewatch", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def rows(folder: Path, *found: dict[str, str]) -> Path:
    file = folder / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in found), "utf-8")
    return file


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.mark.slow
def test_replay_writes_full_messages_and_the_same_bytes_every_time(tmp_path: Path) -> None:
    file = rows(tmp_path, ATTACK, CALM)

    for out in ("one", "two"):
        done = shell("replay", str(file), "--out", out, cwd=tmp_path)
        assert done.returncode == 0, done.stderr

    names = {"incidents.jsonl", "alerts.jsonl", "decisions.jsonl", "reports.jsonl"}
    assert {found.name for found in (tmp_path / "one").iterdir()} == names
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    (alert,) = lines(tmp_path / "one" / "alerts.jsonl")
    (incident,) = lines(tmp_path / "one" / "incidents.jsonl")
    assert alert["kind"] == "new_attack"
    assert alert["incident_id"] == incident["id"]
    assert [base["id"] for base in alert["bases"]] == ["iq-harir"]  # type: ignore[attr-defined]
    assert {"when", "facts", "conflicts", "evidence", "follows"} <= alert.keys()
    assert incident["id"] in {r["incident_id"] for r in lines(tmp_path / "one" / "reports.jsonl")}


def test_evaluate_reads_nothing_but_its_six_fields(tmp_path: Path) -> None:
    labels = {"gold": [{"base": "al-Harir"}], "kind": "positive", "fetched": "2020-01-01T00:00:00Z"}
    labels |= {"language": "ar", "html": "<p>Rockets hit Erbil air base on Monday.</p>"}
    bare = [{"id": "a", **ATTACK}, {"id": "b", **CALM}]
    for name, found in (("bare", bare), ("full", [{**row, **labels} for row in bare])):
        file = rows(tmp_path, *found)
        done = basewatch("evaluate", str(file), "--pred", name, cwd=tmp_path)
        assert done.returncode == 0, done.stderr

    assert (tmp_path / "bare").read_bytes() == (tmp_path / "full").read_bytes()
    first, second = lines(tmp_path / "bare")
    (found_attack,) = first["incidents"]  # type: ignore[misc]
    assert found_attack["date"] == "2026-03-02"
    assert found_attack["base"].startswith("iq-harir ")
    assert second == {"id": "b", "incidents": []}


def test_a_prediction_rests_on_earlier_documents_alone(tmp_path: Path) -> None:
    later = ATTACK | {"id": "c", "url": "https://other.example/1", "source": "other"}
    later |= {"published": "2026-03-02T21:00:00Z"}
    early = [{"id": "a", **ATTACK}, {"id": "b", **CALM}]
    for name, found in (("early", early), ("all", [later, *reversed(early)])):
        done = basewatch("evaluate", str(rows(tmp_path, *found)), "--pred", name, cwd=tmp_path)
        assert done.returncode == 0, done.stderr

    assert lines(tmp_path / "all")[:2] == lines(tmp_path / "early")


def test_init_then_check_names_what_to_fill_in(tmp_path: Path) -> None:
    assert basewatch("init", cwd=tmp_path).returncode == 0

    unfilled = basewatch("config", "check", cwd=tmp_path)
    file = tmp_path / "watch.toml"
    file.write_text(file.read_text("utf-8").replace("your-desk.example", "desk.test"), "utf-8")
    filled = basewatch("config", "check", cwd=tmp_path)

    assert (unfilled.returncode, filled.returncode) == (1, 0)
    assert "watch.toml:" in unfilled.stderr
    assert "12 feeds" in filled.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(["nonsense"], 2, "No such command", id="usage"),
        pytest.param(["replay", "none.jsonl", "--out", "out"], 2, "none.jsonl", id="no input"),
        pytest.param(["run"], 3, "basewatch init", id="no settings"),
        pytest.param(["run", "--config", "bad.toml"], 3, "bad.toml:1:", id="wrong settings"),
        pytest.param(["incidents", "list", "--data", "."], 2, "no data", id="no data"),
    ],
)
def test_errors_are_a_line_and_a_code(
    tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    (tmp_path / "bad.toml").write_text("dat = 'x'\n", "utf-8")

    done = basewatch(*arguments, cwd=tmp_path)

    assert done.returncode == code
    assert words in done.stderr
    assert done.stdout == ""


@pytest.mark.slow
def test_a_shell_sees_a_line_and_no_traceback(tmp_path: Path) -> None:
    done = shell("run", cwd=tmp_path)

    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_version_and_help(tmp_path: Path) -> None:
    assert shell("--version", cwd=tmp_path).stdout.startswith("basewatch 0.")
    assert "Exit codes" in basewatch("--help", cwd=tmp_path).stdout
