"""Keeps matchers that were made, so that a start takes a fraction of a second and not seconds."""

import hashlib
import io
import pickle
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import Stemmer

from bot.core.check import asked
from bot.core.encoded import Meaning
from bot.core.facts import FactBase
from bot.core.language import Languages
from bot.core.match import Matcher
from bot.core.weights import Weights
from bot.storage.whole_file import read_whole, write_whole

LARGE = 2000  # phrasings from which a matcher is kept: smaller ones are made as fast
MOST = 8  # files; a shipped base takes 8 MB
_PACKAGE = Path(__file__).parents[1]
MARK = b"CBM1"
_SUFFIX = ".matcher"
# What a file may call besides the classes of bot.core: it can make values, and do nothing else.
_PLAIN = {
    ("array", "array"),
    ("array", "_array_reconstructor"),
    ("collections", "Counter"),
    (__name__, "_frozen"),
}


class Matchers:
    """A file for each name, of the newest matcher that was kept under it.

    A file that is broken, or that another version of the program or other content has made, counts
    as none. Two processes may write one: the last wins.
    """

    def __init__(
        self,
        folder: Path,
        languages: Languages,
        weights: Weights,
        meaning: Meaning | None,
        *,
        large: int = LARGE,
        most: int = MOST,
    ) -> None:
        """What they are all made with, beside their content."""
        self._folder, self._languages = folder, languages
        self._weights, self._meaning = weights, meaning
        self._large, self._most = large, most

    def of(self, name: str, content: bytes, base: Callable[[], FactBase]) -> Matcher:
        """The matcher made of this content, kept or now; `base` reads it. Raises what `base` does.

        One with an encoder, and a small one, is always made; a folder that cannot be written to
        costs time only.
        """
        mark = MARK + hashlib.sha256(_program() + repr(self._weights).encode() + content).digest()
        found = self._kept(name, mark)
        if found is None or self._encodes(found.base):
            found = Matcher(base(), self._languages, self._weights, self._meaning)
            if not found.encodes and sum(1 for _ in asked(found.base)) >= self._large:
                self._keep(name, mark, found)
        return found

    def _encodes(self, base: FactBase) -> bool:
        return self._meaning is not None and (self._meaning.is_for_curated or not base.gaps)

    def _kept(self, name: str, mark: bytes) -> Matcher | None:
        with suppress(OSError, pickle.UnpicklingError):
            body = read_whole(self._path(name), mark)
            if body is not None:
                return _Unpickler(body, self._languages).matcher()
        return None

    def _keep(self, name: str, mark: bytes, matcher: Matcher) -> None:
        body = io.BytesIO()
        _Pickler(body, self._languages).dump(matcher)
        with suppress(OSError):
            write_whole(self._path(name), mark, body.getvalue())
            self._tidy()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_SUFFIX}"

    def _tidy(self) -> None:
        """Only the newest files stay."""
        files = sorted(self._folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime)
        for old in files[: -self._most]:
            old.unlink(missing_ok=True)


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, languages: Languages) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._names = {id(value): name for name, value in _shared(languages).items()}

    def persistent_id(self, value: Any) -> str | None:
        return self._names.get(id(value))

    def reducer_override(self, value: Any) -> Any:
        return (_frozen, (dict(value),)) if type(value) is MappingProxyType else NotImplemented


class _Unpickler(pickle.Unpickler):
    def __init__(self, body: memoryview, languages: Languages) -> None:
        super().__init__(io.BytesIO(body))
        self._shared = _shared(languages)

    def persistent_load(self, name: str) -> Any:
        return self._shared[name]

    def find_class(self, module: str, name: str) -> Any:
        is_plain = (module, name) in _PLAIN
        if is_plain or module.startswith("bot.core."):
            found = super().find_class(module, name)
            if is_plain or (isinstance(found, type) and found.__module__ == module):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a matcher")

    def matcher(self) -> Matcher | None:
        found = self.load()
        return found if isinstance(found, Matcher) else None


def _frozen(values: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(values)


def _shared(languages: Languages) -> dict[str, Any]:
    """What every matcher has in common, by name."""
    vectors = {f"vectors {code}": each.vectors for code, each in languages.items() if each.vectors}
    return {"languages": languages, **languages, **vectors}


@cache
def _program() -> bytes:
    """A hash of what else a matcher is made of: code, words, Python and the stemmer."""
    found = hashlib.sha256(f"{sys.version} {Stemmer.version()}".encode())
    for pattern in ("core/*.py", "storage/*.py", "locales/*/*.*"):
        for path in sorted(_PACKAGE.glob(pattern)):
            found.update(path.read_bytes())
    return found.digest()
