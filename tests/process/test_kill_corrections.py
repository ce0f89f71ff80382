"""kill -9 while answers are corrected: none is missed, and a reply is doubled by a crash alone."""

import subprocess
import sys
from pathlib import Path

KILLS, ANSWERS = 100, 1500


def test_every_answer_is_corrected_through_a_hundred_kills(tmp_path: Path) -> None:
    script = Path(__file__).with_name("killing_corrections.py")
    done = subprocess.run(
        [sys.executable, script, tmp_path / "bot.db", str(KILLS), str(ANSWERS)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    corrected, replies, wanted = map(int, done.stdout.split())
    assert corrected == ANSWERS
    assert wanted <= replies <= wanted + KILLS
