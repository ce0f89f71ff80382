"""What keeps the bot from starting is said in one line that names it; no traceback."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from core.folders import write_folder
from test_cli import TOKEN, Citebot

NOWHERE = "http://127.0.0.1:9"  # it must not get so far as to ask
Run = Callable[[Path], CompletedProcess[str]]


def running(tmp_path: Path, *command: str) -> Run:
    """A command, to be run on a folder of data."""
    citebot, tower = Citebot(tmp_path), write_folder(tmp_path / "tower")
    return lambda data: citebot(
        *command,
        CITEBOT_DATA=data,
        CITEBOT_TOKEN=TOKEN,
        CITEBOT_API_URL=NOWHERE,
        CITEBOT_FACTS=tower,
    )


@pytest.fixture(params=[("run",), ("facts", "export")], ids=" ".join)
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    """Each command that needs the database."""
    return running(tmp_path, *request.param)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def one_line(done: CompletedProcess[str]) -> str:
    """What was said, once it is clear that it was a line, and the end."""
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
    return done.stderr.removesuffix("\n")


def test_a_data_folder_that_cannot_be_made_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert one_line(run(tmp_path / "file" / "data")) == (
        f"CITEBOT_DATA is '{tmp_path}/file/data': Not a directory; "
        "expected a folder that can be written to"
    )


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no folder that not even root can write to")
def test_a_data_folder_that_cannot_be_written_to_is_named(run: Run) -> None:
    assert one_line(run(Path("/proc"))).startswith("CITEBOT_DATA is '/proc': ")


def test_a_file_that_is_no_database_is_named(run: Run, data: Path) -> None:
    (data / "citebot.db").write_text("no database " * 100)
    assert one_line(run(data)).startswith(f"{data}/citebot.db is no database: ")


def test_a_database_that_is_a_folder_is_named(run: Run, data: Path) -> None:
    (data / "citebot.db").mkdir()
    assert one_line(run(data)).startswith(f"{data}/citebot.db cannot be opened ")


def test_a_database_of_a_newer_program_is_named(run: Run, data: Path) -> None:
    with closing(sqlite3.connect(data / "citebot.db")) as newer:
        newer.execute("PRAGMA user_version = 99")
    assert one_line(run(data)).startswith(f"{data}/citebot.db is of version 99, ")


def test_a_database_that_another_process_has_locked_is_named(run: Run, data: Path) -> None:
    with closing(sqlite3.connect(data / "citebot.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert one_line(run(data)).startswith(f"{data}/citebot.db is locked by another process")


def test_a_key_file_that_is_none_is_named(data: Path, tmp_path: Path) -> None:
    (data / "pseudonyms.key").write_bytes(bytes(5))
    line = one_line(running(tmp_path, "run")(data))
    assert line.startswith(f"{data}/pseudonyms.key holds 5 bytes, a key has 32: ")
