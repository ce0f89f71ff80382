"""People and chats under keyed hashes, so that the database names nobody."""

import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

_KEY_BYTES = 32
_PSEUDONYM_BYTES = 16
_NONCE_BYTES = 16
_ID_BYTES = 8


class WrongKeyFile(Exception):  # noqa: N818 - a state, as people name it
    """Raised when the key file cannot be read or has not a key's size; names path and trouble."""


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """The same id gives the same 16 bytes for as long as the key file is kept.

    HMAC-SHA256, cut to 128 bits. A plain hash would hide nothing: ids can be counted through.
    """

    key: bytes = field(repr=False)

    @classmethod
    def opened(cls, path: Path) -> Self:
        """The pseudonyms of the key file at `path`, created (mode 0600) when missing.

        Keep it out of the database's backups. Raises WrongKeyFile.
        """
        try:
            if not path.exists():
                _create(path)
            key = path.read_bytes()
        except OSError as error:
            raise WrongKeyFile(
                f"{path} cannot be read: {error.strerror}; expected a file of {_KEY_BYTES} bytes"
            ) from error
        if len(key) != _KEY_BYTES:
            raise WrongKeyFile(
                f"{path} holds {len(key)} bytes, a key has {_KEY_BYTES}: restore the file, "
                "or move it away to start with a new key (known people then count as new)"
            )
        return cls(key)

    def of_person(self, user_id: int) -> bytes:
        """16 bytes that stand for a user."""
        return self._of("person", user_id)

    def of_chat(self, chat_id: int) -> bytes:
        """16 bytes that stand for a chat; a private chat differs from its user, whose id it has."""
        return self._of("chat", chat_id)

    def of_text(self, text: str) -> bytes:
        """16 bytes that stand for a text."""
        return hmac.digest(self.key, b"text:" + text.encode(), "sha256")[:_PSEUDONYM_BYTES]

    def sealed(self, chat_id: int) -> bytes:
        """A chat's id in 24 bytes that only the key file opens: for what is to be sent later.

        A random nonce, and the id hidden by a pad that HMAC-SHA256 makes of the nonce.
        """
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + _xor(chat_id.to_bytes(_ID_BYTES, signed=True), self._pad(nonce))

    def unsealed(self, address: bytes) -> int:
        """The chat id that was sealed."""
        nonce, hidden = address[:_NONCE_BYTES], address[_NONCE_BYTES:]
        return int.from_bytes(_xor(hidden, self._pad(nonce)), signed=True)

    def _pad(self, nonce: bytes) -> bytes:
        return hmac.digest(self.key, b"address:" + nonce, "sha256")

    def _of(self, kind: str, number: int) -> bytes:
        message = f"{kind}:{number}".encode()
        return hmac.digest(self.key, message, "sha256")[:_PSEUDONYM_BYTES]


def _xor(data: bytes, pad: bytes) -> bytes:
    return bytes(byte ^ mask for byte, mask in zip(data, pad, strict=False))


def _create(path: Path) -> None:
    """Write a new key at once and whole; a key that another process made meanwhile stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_and_sync(draft, secrets.token_bytes(_KEY_BYTES))
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)


def _write_and_sync(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
