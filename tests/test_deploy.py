"""What deploy/ promises an operator: few rights, no secret in a file, and settings that exist."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[1]
SETTINGS = {f"CITEBOT_{name.upper()}" for name in Settings.model_fields}
FILES = ("Dockerfile", "compose.yaml", "citebot.service", "README.md")


def text(name: str) -> str:
    return (ROOT / "deploy" / name).read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    """The lines that count: continued ones joined, comments and indentation gone."""
    joined = re.sub(r"\\\n\s*", " ", text(name))
    lines = (re.sub(r"(^|\s)#.*", "", line).strip() for line in joined.splitlines())
    return [line for line in lines if line]


def stages() -> list[list[str]]:
    """The Dockerfile's stages, each from its FROM on."""
    found: list[list[str]] = []
    for line in instructions("Dockerfile"):
        if line.startswith("FROM "):
            found.append([])
        if found:
            found[-1].append(line)
    return found


def block(name: str) -> list[str]:
    """The items of a list in compose.yaml, whichever service has it."""
    found = re.search(rf"^ +{name}:\n((?: +- .*\n)+)", text("compose.yaml"), re.MULTILINE)
    assert found is not None, f"no list {name}"
    return [line.strip().removeprefix("- ") for line in found[1].splitlines()]


def test_the_image_is_built_in_two_stages_on_one_base() -> None:
    assert [stage[0] for stage in stages()] == ["FROM ${BASE} AS build", "FROM ${BASE}"]


def test_the_base_image_names_its_python_and_its_debian() -> None:
    bases = [line for line in instructions("Dockerfile") if line.startswith("ARG BASE=")]
    assert len(bases) == 1
    assert re.fullmatch(r"ARG BASE=python:3\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", bases[0])


def test_the_last_stage_takes_only_the_installed_folder() -> None:
    copies = [line for line in stages()[-1] if line.startswith(("COPY", "ADD"))]
    assert copies == ["COPY --from=build /opt/citebot /opt/citebot"]


def test_the_last_stage_installs_no_package() -> None:
    assert not re.search(r"\b(pip|apt|apt-get|curl|wget)\b", "\n".join(stages()[-1]))


def test_everything_copied_into_the_build_exists() -> None:
    copies = [line.split()[1:-1] for line in stages()[0] if line.startswith("COPY ")]
    sources = [source for copy in copies for source in copy]
    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_every_download_is_checked_against_the_lock() -> None:
    downloads = re.findall(r"pip download [^&]*", "\n".join(stages()[0]))
    assert len(downloads) == 1
    assert {"--require-hashes", "requirements.lock"} <= set(downloads[0].split())


def test_after_the_download_no_index_is_asked() -> None:
    commands = re.findall(r"pip [^&\n]*\b(?:wheel|install)\b[^&\n]*", "\n".join(stages()[0]))
    assert len(commands) == 2
    assert all("--no-index" in command.split() for command in commands)


def test_the_image_runs_as_a_user_that_is_not_root() -> None:
    users = [line.split()[1] for line in stages()[-1] if line.startswith("USER ")]
    assert len(users) == 1
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[0])


def test_the_image_starts_citebot_itself_and_not_a_shell() -> None:
    assert stages()[-1][-3:] == ["STOPSIGNAL SIGTERM", 'ENTRYPOINT ["citebot"]', 'CMD ["run"]']


def test_the_image_keeps_its_data_in_its_volume() -> None:
    lines = stages()[-1]
    assert "VOLUME /data" in lines
    assert any(line.startswith("ENV ") and "CITEBOT_DATA=/data" in line.split() for line in lines)


@pytest.mark.parametrize(
    "line",
    ["read_only: true", "init: true", "restart: unless-stopped", "stop_grace_period: 30s"],
)
def test_compose_keeps_the_container_small_and_running(line: str) -> None:
    assert line in instructions("compose.yaml")


def test_compose_takes_every_privilege_away() -> None:
    assert (block("cap_drop"), block("security_opt")) == (["ALL"], ["no-new-privileges:true"])


def test_compose_gives_a_volume_for_data_and_memory_for_temporary_files() -> None:
    assert (block("volumes"), block("tmpfs")) == (["data:/data"], ["/tmp:size=64m"])


def test_compose_hands_the_token_over_as_a_file() -> None:
    assert block("secrets") == ["CITEBOT_TOKEN"]
    assert re.search(r"^  CITEBOT_TOKEN:\n    file: /", text("compose.yaml"), re.MULTILINE)


def test_the_owner_of_the_token_file_is_the_user_of_the_image() -> None:
    user = next(line.split()[1] for line in stages()[-1] if line.startswith("USER "))
    assert f"sudo chown {user.partition(':')[0]} /etc/citebot/token" in text("README.md")


@pytest.mark.parametrize(
    "line",
    [
        "DynamicUser=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "ProtectKernelModules=yes",
        "RestrictSUIDSGID=yes",
        "MemoryDenyWriteExecute=yes",
        "SystemCallFilter=@system-service",
        "SystemCallFilter=~@privileged",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
        "UMask=0077",
    ],
)
def test_the_unit_takes_away_what_the_bot_does_not_need(line: str) -> None:
    assert line in instructions("citebot.service")


@pytest.mark.parametrize(
    "line",
    [
        "LoadCredential=CITEBOT_TOKEN:/etc/citebot/token",
        "StateDirectory=citebot",
        "Environment=CITEBOT_DATA=%S/citebot",
        "Restart=on-failure",
        "TimeoutStopSec=30",
    ],
)
def test_the_unit_gives_the_bot_what_it_needs(line: str) -> None:
    assert line in instructions("citebot.service")


@pytest.mark.parametrize("name", FILES)
def test_no_file_holds_a_token(name: str) -> None:
    assert not re.search(r"\d{6,}:[\w-]{20,}", text(name))


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "citebot.service"])
def test_no_file_sets_the_token_as_a_variable(name: str) -> None:
    assert not re.search(r"CITEBOT_TOKEN *[=:] *[^\s/]", text(name))


@pytest.mark.parametrize("name", FILES)
def test_no_file_names_a_package_index(name: str) -> None:
    assert not re.search(r"https?://|--(extra-)?index-url|PIP_INDEX", text(name))


@pytest.mark.parametrize("name", FILES)
def test_every_setting_named_exists(name: str) -> None:
    assert set(re.findall(r"CITEBOT_[A-Z_]+", text(name))) <= SETTINGS


def test_the_table_for_operators_has_every_setting() -> None:
    assert set(re.findall(r"^\| `(CITEBOT_\w+)` \|", text("README.md"), re.MULTILINE)) == SETTINGS
