"""Cuts a text into the pieces of words that MiniLM knows, as BERT's uncased tokenizer does."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

MOST = 128  # pieces of a text, with both ends: what the model was trained on
LONGEST = 100  # letters of a word; a longer one is unknown
_BEGIN, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_SYMBOLS = frozenset("$+<=>^`|~")  # of ASCII: BERT takes them for punctuation, Unicode does not


class WordPiece:
    """Texts → numbers of pieces. Source: google-research/bert, tokenization.py, uncased."""

    def __init__(self, path: Path) -> None:
        """`path`: a piece a line, its number that of the line; raises OSError without it."""
        lines = path.read_text(encoding="utf-8").split("\n")
        self._numbers = {piece: number for number, piece in enumerate(lines)}
        self._unknown = self._numbers[_UNKNOWN]

    def __call__(self, text: str) -> list[int]:
        """At most MOST numbers, those of the two ends with them."""
        inner = [number for word in _words(text) for number in self._pieces(word)]
        return [self._numbers[_BEGIN], *inner[: MOST - 2], self._numbers[_END]]

    def _pieces(self, word: str) -> list[int]:
        """The longest known beginning, then the longest one of the rest, and so on."""
        found: list[int] = []
        start = 0
        while start < len(word) <= LONGEST:
            prefix = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((e for e in ends if prefix + word[start:e] in self._numbers), None)
            if end is None:
                return [self._unknown]
            found.append(self._numbers[prefix + word[start:end]])
            start = end
        return found or [self._unknown]


def _words(text: str) -> list[str]:
    """Lower case, without marks above and below letters; punctuation stands alone."""
    spaced = "".join(map(_spaced, text)).lower()
    return "".join(_parted(unicodedata.normalize("NFD", spaced))).split()


def _spaced(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter in "\t\n\r" or category == "Zs":
        return " "
    if category[0] == "C" or letter == "�":
        return ""
    return f" {letter} " if _is_ideograph(letter) else letter


def _parted(text: str) -> Iterator[str]:
    for letter in text:
        category = unicodedata.category(letter)
        if category[0] == "P" or letter in _SYMBOLS:
            yield f" {letter} "
        elif category != "Mn":
            yield letter


def _is_ideograph(letter: str) -> bool:
    code = ord(letter)
    return (
        0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x2CEAF
    )
