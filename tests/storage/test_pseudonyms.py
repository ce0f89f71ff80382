"""Pseudonyms: stable with the key, meaningless without it."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.storage.pseudonyms import Pseudonyms, WrongKeyFile


def test_an_id_has_the_same_pseudonym_after_a_restart(tmp_path: Path) -> None:
    first, second = (Pseudonyms.opened(tmp_path / "key") for _ in range(2))
    assert first.of_person(42) == second.of_person(42)


def test_another_key_gives_another_pseudonym(tmp_path: Path) -> None:
    first, second = (Pseudonyms.opened(tmp_path / name) for name in ("a", "b"))
    assert first.of_person(42) != second.of_person(42)


def test_a_private_chat_does_not_show_whose_it_is(tmp_path: Path) -> None:
    pseudonyms = Pseudonyms.opened(tmp_path / "key")
    assert pseudonyms.of_person(42) != pseudonyms.of_chat(42)


def test_a_pseudonym_has_16_bytes_for_groups_too(tmp_path: Path) -> None:
    pseudonyms = Pseudonyms.opened(tmp_path / "key")
    assert [len(pseudonyms.of_person(42)), len(pseudonyms.of_chat(-1001234567890))] == [16, 16]


@pytest.mark.parametrize("chat_id", [42, -1001234567890, -(2**63), 2**63 - 1])
def test_a_sealed_id_is_opened_by_the_same_key(tmp_path: Path, chat_id: int) -> None:
    first, second = (Pseudonyms.opened(tmp_path / "key") for _ in range(2))
    assert second.unsealed(first.sealed(chat_id)) == chat_id


def test_the_same_id_is_sealed_differently_each_time() -> None:
    pseudonyms = Pseudonyms(bytes(32))
    assert pseudonyms.sealed(42) != pseudonyms.sealed(42)


def test_a_sealed_id_does_not_show_the_id() -> None:
    assert (42).to_bytes(8) not in Pseudonyms(bytes(32)).sealed(42)


def test_a_pseudonym_is_the_published_construction() -> None:
    # openssl dgst -sha256 -mac HMAC -macopt hexkey:00..00 (32 bytes) over "person:42"
    assert Pseudonyms(bytes(32)).of_person(42).hex() == "0f176dc28599f278b83454abdb744600"


def test_the_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    Pseudonyms.opened(tmp_path / "folder" / "key")
    assert stat.S_IMODE((tmp_path / "folder" / "key").stat().st_mode) == 0o600


def test_no_draft_of_the_key_is_left(tmp_path: Path) -> None:
    Pseudonyms.opened(tmp_path / "key")
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(Pseudonyms.opened, [tmp_path / "key"] * 32))
    assert len({each.of_person(42) for each in opened}) == 1


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_file_of_wrong_size_is_refused_and_kept(tmp_path: Path, size: int) -> None:
    path = tmp_path / "key"
    path.write_bytes(bytes(size))
    with pytest.raises(WrongKeyFile, match=rf"{path} holds {size} bytes, a key has 32"):
        Pseudonyms.opened(path)
    assert path.stat().st_size == size


def test_a_folder_in_the_place_of_the_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongKeyFile, match=f"{tmp_path} cannot be read: Is a directory; expected"):
        Pseudonyms.opened(tmp_path)


def test_the_key_is_not_shown(tmp_path: Path) -> None:
    pseudonyms = Pseudonyms.opened(tmp_path / "key")
    assert repr(pseudonyms) == "Pseudonyms()"
