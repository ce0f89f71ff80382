"""A matcher that was made is kept; a file that is broken, or not a matcher, is never trusted."""

import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from core.desks import matcher_on
from core.folders import write_folder
from core.lighthouse import ARTICLE, FACTS
from core.test_match import base
from core.topics import SPOKEN, Topics
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.encoded import Meaning
from bot.core.facts import FactBase
from bot.core.match import Matcher
from bot.storage import matchers
from bot.storage.folder import content_of
from bot.storage.languages import read_languages
from bot.storage.matchers import Matchers
from bot.storage.weights import read_weights
from bot.storage.whole_file import write_whole

CONTENT = b"the lighthouse"


def kept(folder: Path, meaning: Meaning | None = None, large: int = 1, most: int = 9) -> Matchers:
    """However small a base is: real ones that are as small are made as fast as read."""
    return Matchers(folder, read_languages(), read_weights(), meaning, large=large, most=most)


def not_asked() -> FactBase:
    raise AssertionError("the base was read though its matcher is kept")


class Counted:
    """Says what the base is, and how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> FactBase:
        self.times += 1
        return base()


def times(folder: Path, content: bytes = CONTENT, meaning: Meaning | None = None) -> int:
    """How often the base is read at one start."""
    read = Counted()
    kept(folder, meaning).of("lighthouse", content, read)
    return read.times


@cache
def again() -> Matcher:
    with TemporaryDirectory() as folder:
        kept(Path(folder)).of("lighthouse", CONTENT, base)
        return kept(Path(folder)).of("lighthouse", CONTENT, not_asked)


@cache
def fresh() -> Matcher:
    return matcher_on(base())


WORDS = [
    "who",
    "opened",
    "the",
    "lighthouse",
    "quanto",
    "è",
    "alto",
    "faro",
    "lmap",
    "Norway",
    "not",
]


@settings(deadline=None)  # the first one makes the matchers
@given(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))
def test_a_matcher_that_was_kept_answers_as_it_did(text: str) -> None:
    assert again().rank(text).facts == fresh().rank(text).facts
    assert again().answer(text)[1] == fresh().answer(text)[1]


def test_with_other_content_it_is_made_anew(tmp_path: Path) -> None:
    assert [times(tmp_path), times(tmp_path), times(tmp_path, b"other")] == [1, 0, 1]


def test_so_it_is_with_other_weights(tmp_path: Path) -> None:
    times(tmp_path)
    read, weights = Counted(), replace(read_weights(), suggest=0.2)
    Matchers(tmp_path, read_languages(), weights, None, large=1).of("lighthouse", CONTENT, read)
    assert read.times == 1


def test_a_small_one_is_not_kept(tmp_path: Path) -> None:
    kept(tmp_path, large=1000).of("lighthouse", CONTENT, base)
    assert list(tmp_path.iterdir()) == []


def test_one_with_an_encoder_is_made_each_time(tmp_path: Path) -> None:
    times(tmp_path)
    assert times(tmp_path, meaning=Meaning(Topics(), SPOKEN)) == 1


@pytest.mark.parametrize(
    "broken", [lambda d: d[:-1], lambda d: d[:20], lambda d: d[:-9] + b"x" * 9]
)
def test_a_broken_file_counts_as_none(tmp_path: Path, broken: Callable[[bytes], bytes]) -> None:
    times(tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(broken(path.read_bytes()))
    assert [times(tmp_path), times(tmp_path)] == [1, 0]


class Intruder:
    def __init__(self, door: Path) -> None:
        self.door = door

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.door),)


def test_a_file_can_call_nothing_but_what_a_matcher_is_made_of(tmp_path: Path) -> None:
    times(tmp_path)
    (path,) = tmp_path.iterdir()
    mark = path.read_bytes()[: len(matchers.MARK) + 32]
    write_whole(path, mark, pickle.dumps(Intruder(tmp_path / "door")))
    assert times(tmp_path) == 1
    assert not (tmp_path / "door").exists()


def test_a_folder_that_cannot_be_written_to_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where the folder should be")
    assert times(tmp_path / "file") == 1


def test_only_the_newest_files_stay(tmp_path: Path) -> None:
    for number in range(4):
        kept(tmp_path, most=2).of(f"article-{number}", CONTENT, base)
    assert len(list(tmp_path.iterdir())) == 2


def test_any_change_in_a_folder_is_other_content(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, FACTS, ARTICLE)
    before = content_of(folder)
    (folder / "article.it.txt").write_text("Di Ada Rossi\n", encoding="utf-8")
    assert content_of(folder) != before


def test_a_folder_that_it_makes_is_its_owners_alone(tmp_path: Path) -> None:
    kept(tmp_path / "data").of("lighthouse", CONTENT, base)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
