"""What an operator sets is read from three places, checked, and never shows a secret."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TOKEN = "123456:AAF-secret_secret"

# A process of its own, for settings are read from the environment and the folder it runs in.
PROGRAM = """
import json, sys
from pathlib import Path
from bot.settings import SettingsError, read_settings
try:
    settings = read_settings(Path("secrets"))
except SettingsError as error:
    print(json.dumps({"error": str(error)}))
else:
    token = settings.token.get_secret_value() if settings.token else None
    values = settings.model_dump(mode="json") | {"token": token, "repr": repr(settings)}
    print(json.dumps(values))
"""


class Read:
    """Reads the settings in an empty folder with nothing but the given environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, **environment: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            text=True,
            cwd=self.folder,
            env={f"CITEBOT_{name.upper()}": value for name, value in environment.items()},
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def error(self, **environment: str) -> str:
        """What is said of a bad environment."""
        message: str = self(**environment).get("error", "no error")
        return message


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return Read(tmp_path)


def test_nothing_has_to_be_set(read: Read) -> None:
    found = read()
    assert (found["token"], found["api_url"], found["owners"]) == (None, None, [])


def test_the_shipped_article_is_in_use_unless_another_is_set(read: Read) -> None:
    assert (Path(read()["facts"]) / "article.txt").is_file()


def test_an_empty_variable_is_as_if_it_were_not_set(read: Read) -> None:
    assert read(token="", owners="", api_url="")["token"] is None


def test_a_token_is_read_from_the_environment(read: Read) -> None:
    assert read(token=TOKEN)["token"] == TOKEN


def test_a_token_is_read_from_a_file_named_env(read: Read) -> None:
    (read.folder / ".env").write_text(f"CITEBOT_TOKEN={TOKEN}\nOTHER=1\n")
    assert read()["token"] == TOKEN


def test_a_token_is_read_from_a_folder_of_secrets(read: Read) -> None:
    (read.folder / "secrets").mkdir()
    (read.folder / "secrets" / "citebot_token").write_text(f"{TOKEN}\n")
    assert read()["token"] == TOKEN


def test_an_env_file_may_begin_with_a_byte_order_mark(read: Read) -> None:
    (read.folder / ".env").write_text(f"CITEBOT_TOKEN={TOKEN}\n", encoding="utf-8-sig")
    assert read()["token"] == TOKEN


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_an_env_file_that_is_no_utf_8_is_named(read: Read, encoding: str) -> None:
    file = read.folder / ".env"
    file.write_text(f"CITEBOT_TOKEN={TOKEN} # für Ann\n", encoding=encoding)
    assert read.error() == f"{file} cannot be read: it is no UTF-8; expected a text in UTF-8"


def test_a_secret_that_is_no_utf_8_is_named(read: Read) -> None:
    file = read.folder / "secrets" / "CITEBOT_TOKEN"
    file.parent.mkdir()
    file.write_text(TOKEN, encoding="utf-16")
    line = "secrets/CITEBOT_TOKEN cannot be read: it is no UTF-8; expected a text in UTF-8"
    assert read.error() == line


def test_another_programs_secret_may_be_anything(read: Read) -> None:
    (read.folder / "secrets").mkdir()
    (read.folder / "secrets" / "key.der").write_bytes(b"\xff")
    assert read()["token"] is None


def test_the_environment_comes_before_the_files(read: Read) -> None:
    (read.folder / ".env").write_text("CITEBOT_TOKEN=1:from-the-file\n")
    assert read(token=TOKEN)["token"] == TOKEN


def test_a_repr_of_the_settings_hides_the_token(read: Read) -> None:
    assert "secret_secret" not in read(token=TOKEN)["repr"]


@pytest.mark.parametrize("token", ["ABC", "123", "123:", ":ABC", "123:A BC", "https://t.me/bot"])
def test_a_bad_token_is_refused_without_being_shown(read: Read, token: str) -> None:
    assert read.error(token=token).startswith("CITEBOT_TOKEN is (not shown): not a token; expected")


@pytest.mark.parametrize("typed", ["1, 2", "1,2", "1 2", " 1 ,, 2 "])
def test_owners_are_numbers_apart_by_commas_or_spaces(read: Read, typed: str) -> None:
    assert read(owners=typed)["owners"] == [1, 2]


@pytest.mark.parametrize("typed", ["ann", "@ann", "1;2", "1.5"])
def test_owners_that_are_no_numbers_are_refused(read: Read, typed: str) -> None:
    assert read.error(owners=typed).startswith(f"CITEBOT_OWNERS is {typed!r}: ")


@pytest.mark.parametrize("typed", ["1087968824", "136817688", "777000", "0", "-100123"])
def test_an_owner_that_is_no_person_is_refused(read: Read, typed: str) -> None:
    assert "expected numeric user ids of people" in read.error(owners=f"5,{typed}")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("http://localhost:8081", "http://localhost:8081/bot"),
        ("http://localhost:8081/", "http://localhost:8081/bot"),
        ("https://api.example.org/bot", "https://api.example.org/bot"),
        ("https://api.example.org/telegram", "https://api.example.org/telegram/bot"),
    ],
)
def test_an_api_address_ends_with_bot(read: Read, typed: str, address: str) -> None:
    assert read(api_url=typed)["api_url"] == address


@pytest.mark.parametrize(
    "typed", ["localhost:8081", "ftp://localhost", "http://", "http://:81", "http://a b"]
)
def test_an_api_address_that_is_none_is_refused(read: Read, typed: str) -> None:
    assert read.error(api_url=typed).startswith(f"CITEBOT_API_URL is {typed!r}: not an address")


@pytest.mark.parametrize("port", ["0", "99999", "http"])
def test_an_api_address_with_a_port_that_is_none_is_refused(read: Read, port: str) -> None:
    typed = f"http://host:{port}/bot"
    assert read.error(api_url=typed).startswith(f"CITEBOT_API_URL is {typed!r}: ")


def test_a_data_folder_need_not_be_there_yet(read: Read) -> None:
    assert read(data="there/later")["data"] == "there/later"


def test_a_file_is_no_data_folder(read: Read) -> None:
    (read.folder / "file").touch()
    assert read.error(data="file").startswith("CITEBOT_DATA is 'file': not a folder; expected")


@pytest.mark.parametrize("name", ["data", "facts"])
def test_a_path_that_cannot_be_looked_at_is_refused(read: Read, name: str) -> None:
    line = read.error(**{name: "x" * 300})
    assert line.startswith(f"CITEBOT_{name.upper()} is '{'x' * 300}': File name too long; expected")


def test_a_folder_without_facts_is_refused(read: Read) -> None:
    assert read.error(facts="none").startswith("CITEBOT_FACTS is 'none': no facts.toml in it")


def test_a_log_level_may_be_written_small(read: Read) -> None:
    assert read(log_level="debug")["log_level"] == "DEBUG"


def test_all_bad_settings_are_named_at_once(read: Read) -> None:
    lines = read.error(token="x", owners="ann", api_url="x", log_level="loud").splitlines()
    assert [line.split()[0] for line in lines] == [
        "CITEBOT_TOKEN",
        "CITEBOT_API_URL",
        "CITEBOT_OWNERS",
        "CITEBOT_LOG_LEVEL",
    ]


def test_a_token_in_the_wrong_place_is_not_shown(read: Read) -> None:
    assert "secret_secret" not in read.error(owners=TOKEN, log_level=TOKEN)


def test_a_folder_of_articles_is_taken(read: Read, tmp_path: Path) -> None:
    (tmp_path / "articles" / "one").mkdir(parents=True)
    (tmp_path / "articles" / "one" / "facts.toml").touch()
    assert read(facts=str(tmp_path / "articles"))["facts"] == str(tmp_path / "articles")


@pytest.mark.parametrize("value", ["auto", "on", "off", "OFF"])
def test_the_encoder_is_used_when_installed_always_or_never(read: Read, value: str) -> None:
    assert [read(semantic=value)["semantic"], read()["semantic"]] == [value.lower(), "auto"]


def test_another_use_of_the_encoder_is_named(read: Read) -> None:
    message = read.error(semantic="maybe")
    assert message.startswith("CITEBOT_SEMANTIC is 'maybe'")
    assert message.endswith("expected auto, on or off")
