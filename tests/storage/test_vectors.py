"""The file of word vectors."""

from pathlib import Path

import pytest
from core.tables import vectors

from bot.storage.vectors import read_vectors, write_vectors

TABLE = vectors(lamp=(7, -2), cape=(-7, 3))


def test_vectors_that_are_written_are_read_back_as_they_were(tmp_path: Path) -> None:
    write_vectors(TABLE, tmp_path / "vectors.bin")
    read = read_vectors(tmp_path / "vectors.bin")
    assert read is not None
    assert [read.row(word) for word in ("lamp", "cape", "ship")] == [[7, -2], [-7, 3], None]


def test_a_language_may_have_none(tmp_path: Path) -> None:
    assert read_vectors(tmp_path / "vectors.bin") is None


@pytest.mark.parametrize("end", [-1, 4])
def test_a_file_that_is_cut_is_refused_by_name(tmp_path: Path, end: int) -> None:
    path = tmp_path / "vectors.bin"
    write_vectors(TABLE, path)
    path.write_bytes(path.read_bytes()[:end])
    with pytest.raises(ValueError, match=r"vectors\.bin: expected word vectors"):
        read_vectors(path)
