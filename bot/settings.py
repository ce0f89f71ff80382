"""What an operator sets: CITEBOT_* from the environment, a .env file or a folder of secrets."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PACKAGE = Path(__file__).parent
# Ids that Telegram uses for anonymous administrators, channels and its own service: to list one
# of them would let in every group's administrators.
NOBODY = {1087968824: "anonymous administrators", 136817688: "channels", 777000: "Telegram"}
TOKEN = re.compile(r"\d+:[\w-]{6,}")
SECRET = frozenset({"token"})


class SettingsError(Exception):
    """A setting is missing or bad; the message has a line for each, fit to be shown."""


class Settings(BaseSettings):
    """All settings, checked. Secrets never show themselves in a repr or a message."""

    model_config = SettingsConfigDict(
        env_prefix="CITEBOT_",
        env_file=".env",
        env_file_encoding="utf-8-sig",  # editors of Windows begin a file with a byte order mark
        extra="ignore",
        env_ignore_empty=True,
    )

    token: SecretStr | None = Field(
        None, description="a bot's token as BotFather gives it, 123:ABC"
    )
    api_url: str | None = Field(
        None, description="the address of a Bot API server, http://host:port/bot"
    )
    owners: Annotated[tuple[int, ...], NoDecode] = Field(
        (), description="numeric user ids of people, separated by commas"
    )
    data: Path = Field(Path("data"), description="a folder that can be written to")
    facts: Path = Field(
        default_factory=lambda: shipped_facts(),
        description="an article's folder with facts.toml, or a folder of such folders",
    )
    semantic: Literal["auto", "on", "off"] = Field("auto", description="auto, on or off")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    @field_validator("token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"\d+:[\w-]+", value.get_secret_value()):
            raise ValueError("not a token")
        return value

    @field_validator("api_url")
    @classmethod
    def _api_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)  # raises ValueError with the reason, and so does its port
        is_full = re.fullmatch(r"https?://[^\s/]+(/\S*)?", value) and parts.hostname
        if not is_full or parts.port == 0:
            raise ValueError("not an address")
        address = value.rstrip("/")
        return address if address.endswith("/bot") else f"{address}/bot"

    @field_validator("owners", mode="before")
    @classmethod
    def _owners(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(int(part) for part in value.replace(",", " ").split())

    @field_validator("owners")
    @classmethod
    def _people(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        for owner in value:
            if owner in NOBODY or owner <= 0:
                raise ValueError(f"{owner} stands for {NOBODY.get(owner, 'a chat')}, no person")
        return value

    @field_validator("data")
    @classmethod
    def _data(cls, value: Path) -> Path:
        with _reasons():
            if value.exists() and not value.is_dir():
                raise ValueError("not a folder")
        return value

    @field_validator("facts")
    @classmethod
    def _facts(cls, value: Path) -> Path:
        with _reasons():
            if not article_folders(value):
                raise ValueError("no facts.toml in it, nor in a folder in it")
        return value

    @field_validator("semantic", mode="before")
    @classmethod
    def _semantic(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else value

    @field_validator("log_level")
    @classmethod
    def _log_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("not a level")
        return value.upper()


@contextmanager
def _reasons() -> Iterator[None]:
    """Makes of an OSError the reason why a path is bad, which pydantic knows as a ValueError."""
    try:
        yield
    except OSError as error:
        raise ValueError(error.strerror) from None


def article_folders(path: Path) -> tuple[Path, ...]:
    """`path` where it is an article's folder, else all such folders in it, by name."""
    if (path / "facts.toml").is_file():
        return (path,)
    return tuple(sorted(each.parent for each in path.glob("*/facts.toml")))


def shipped_facts() -> Path:
    """The folder of the shipped article: in a clone beside the package, in a wheel inside it."""
    inside = PACKAGE / "shipped"
    return (inside if inside.is_dir() else PACKAGE.parent / "facts") / "azerbaijan-italy"


def read_settings(secrets: Path | None = None) -> Settings:
    """The settings in force; `secrets` is a folder with a file for each, named as its variable.

    Raises: SettingsError naming each bad setting, its value (never a secret's) and what was
    expected; or each file that cannot be read.
    """
    is_open = secrets and secrets.is_dir() and os.access(secrets, os.R_OK | os.X_OK)
    folder = secrets if is_open else None
    if unreadable := list(_unreadable(folder)):
        raise SettingsError("\n".join(unreadable))
    try:
        return Settings(_secrets_dir=folder)  # type: ignore[call-arg]
    except ValidationError as errors:
        raise SettingsError("\n".join(_line(error) for error in errors.errors())) from None


def _unreadable(secrets: Path | None) -> Iterator[str]:
    """A line for each file that cannot be read; pydantic-settings would not say which it is."""
    names = {f"citebot_{name}" for name in Settings.model_fields}
    there = [each for each in secrets.iterdir() if each.name.lower() in names] if secrets else []
    for file in (Path(".env").absolute(), *there):
        try:
            if file.is_file():  # a pipe can be read once only
                file.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # whose own words show a byte of what may be a secret
            yield f"{file} cannot be read: it is no UTF-8; expected a text in UTF-8"
        except OSError as error:
            yield f"{file} cannot be read: {error.strerror}; expected a text in UTF-8"


def _line(error: Any) -> str:
    name = str(error["loc"][0])
    shown = "(not shown)" if name in SECRET else repr(str(error["input"]))
    expected = Settings.model_fields[name].description
    reason = str(error["msg"]).removeprefix("Value error, ")
    line = f"CITEBOT_{name.upper()} is {shown}: {reason}; expected {expected}"
    return TOKEN.sub("(not shown)", line)  # also when it was put where it does not belong
