"""kill -9 while editors publish: the head is whole, and what was confirmed is in the history."""

import subprocess
import sys
from pathlib import Path

KILLS = 100


def test_what_was_published_outlives_a_hundred_kills(tmp_path: Path) -> None:
    script = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, script, tmp_path / "bot.db", str(KILLS)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    kills, confirmed, published = map(int, done.stdout.split())
    assert kills == KILLS
    assert confirmed <= published <= confirmed + kills
