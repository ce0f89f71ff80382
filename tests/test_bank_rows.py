"""`citebot bank` prints what the encoder wins: a row without it and one with it."""

import json
from pathlib import Path

import pytest
from core.desks import matcher_on
from core.test_bank import lines
from core.test_encoded import base, matcher

from bot.commands import measure


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.jsonl"
    path.write_text(lines(), encoding="utf-8")
    return path


def test_both_rows_stand_below_each_other(bank: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measure(matcher(), bank, None, other=matcher_on(base()), failures=False, as_json=False)
    starts = [line[:14].strip() for line in capsys.readouterr().out.splitlines()]
    assert starts[:5] == ["all", "en", "+ semantic", "it", "+ semantic"]


def test_without_the_encoder_there_is_one_row(
    bank: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measure(matcher_on(base()), bank, None, failures=False, as_json=False)
    starts = [line[:14].strip() for line in capsys.readouterr().out.splitlines()]
    assert starts[:3] == ["all", "en", "it"]


def test_json_has_both(bank: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measure(matcher(), bank, None, other=matcher_on(base()), failures=False, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert len(found["results"]) == len(found["without_semantic"]["results"]) == 5
