"""Writes the attackers' questions as article folders, for `citebot calibrate --also`.

    python tests/attack_folders.py OUT

Attackers who had seen no test question asked what the article almost says, and what it does say in
other words: tests/attacks, near-misses and answerable questions in five languages. What was quoted
of them became gaps, so they are asked here of the facts as they stood before that, which git has: a
confidence that is fitted on questions that editors know trusts its gaps too much.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from bot.settings import shipped_facts

ATTACKS = Path(__file__).parent / "attacks"
BEFORE = {
    "round-1": "9db0d6f85f26e9f62ae19be02a0569ae45233428",
    "round-2": "ad21021eacd0e8145f865fd1ccee3e1ac08df033",
    "round-3": "82491b98a18fda1f19bc5b7f4dfef1d189abba6f",
    "round-4": "4ee4668e0365f6595d4b53c6f1e9bad84d3feeac",
}


def main(out: Path) -> None:
    """Write `out`/attacks, a folder of an article folder for each round."""
    name = shipped_facts().name
    for attack, commit in BEFORE.items():
        folder = out / "attacks" / attack
        shutil.copytree(shipped_facts(), folder, dirs_exist_ok=True)
        show = ["git", "show", f"{commit}:facts/{name}/facts.toml"]
        facts = subprocess.run(show, cwd=ATTACKS, check=True, capture_output=True).stdout
        (folder / "facts.toml").write_bytes(facts)
        shutil.copy(ATTACKS / f"{attack}.jsonl", folder / "bank.jsonl")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
