"""What an encoder has made is kept; a file that is broken, cut or another's is never trusted."""

from pathlib import Path

import pytest

from bot.storage import centroids
from bot.storage.centroids import Centroids

KEYS = [bytes([number]) * 16 for number in range(3)]
FOUND = {key: bytes([number, 255]) for number, key in enumerate(KEYS)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with three centroids of two components, in a folder that was not there."""
    found = tmp_path / "data" / "centroids.bin"
    Centroids.opened(found, "encoder 1").keep({}, FOUND)
    return found


def known(path: Path, encoder: str = "encoder 1") -> list[bytes | None]:
    kept = Centroids.opened(path, encoder)
    return [kept.get(key) for key in KEYS]


def test_what_was_kept_is_there_after_a_restart(path: Path) -> None:
    assert known(path) == list(FOUND.values())


def test_another_version_of_the_encoder_finds_nothing(path: Path) -> None:
    assert known(path, "encoder 2") == [None] * 3


def test_and_its_own_take_the_place_of_the_old_ones(path: Path) -> None:
    Centroids.opened(path, "encoder 2").keep({}, {KEYS[0]: b"abc"})
    assert [known(path, "encoder 2")[0], known(path)[0]] == [b"abc", None]


def test_a_file_cut_anywhere_counts_as_none(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert known(path) == [None] * 3


def test_a_file_with_any_byte_wrong_counts_as_none(path: Path) -> None:
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert known(path) == [None] * 3


def test_a_broken_file_is_made_anew(path: Path) -> None:
    path.write_bytes(b"nothing of this kind")
    Centroids.opened(path, "encoder 1").keep({}, FOUND)
    assert known(path) == list(FOUND.values())


def test_what_is_new_stands_beside_what_was_there(path: Path) -> None:
    key = b"n" * 16
    Centroids.opened(path, "encoder 1").keep({}, {key: b"xy"})
    assert [*known(path), Centroids.opened(path, "encoder 1").get(key)] == [*FOUND.values(), b"xy"]


def test_a_full_file_forgets_what_was_not_used_lately(path: Path) -> None:
    many = {number.to_bytes(16): b"xy" for number in range(1 << 20, (1 << 20) + centroids.MOST - 1)}
    Centroids.opened(path, "encoder 1").keep({KEYS[2]: FOUND[KEYS[2]]}, many)
    assert known(path) == [None, None, FOUND[KEYS[2]]]


def test_a_folder_that_cannot_be_written_to_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    kept = Centroids.opened(tmp_path / "data" / "centroids.bin", "encoder 1")
    kept.keep({}, FOUND)
    assert kept.get(KEYS[0]) == FOUND[KEYS[0]]


def test_nothing_is_left_behind_beside_the_file(path: Path) -> None:
    assert [each.name for each in path.parent.iterdir()] == ["centroids.bin"]
