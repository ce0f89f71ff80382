"""`make bench-public DATA=…`: the shipped matcher and weights on CLINC150 and SQuAD, beside others.

Prints Markdown tables. The data and the protocols are those of the README in the data folder.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from public_data import Asked, Clinc, Squad, missing, read_clinc, read_squad
from public_measures import (
    Reply,
    accuracy,
    auroc,
    balanced_threshold,
    refused_at,
    right_at,
    right_at_precision,
)
from public_scorers import Build, scorers

from bot import opening
from bot.core.facts import FactBase
from bot.storage.languages import read_languages
from bot.storage.weights import SEMANTIC, read_weights

Row = tuple[str, ...]


def replies(
    build: Build, bases: Mapping[str, FactBase], asked: Iterable[Asked]
) -> tuple[list[Reply], float]:
    """Every question put to a scorer of its base, and CPU ms a question without building."""
    made = {name: build(base) for name, base in bases.items()}
    questions = list(asked)
    began = time.process_time()
    guesses = [made[question.base](question.text) for question in questions]
    spent = time.process_time() - began
    judged = [
        Reply(question.gold is not None, question.gold is not None and best == question.gold, sure)
        for question, (best, sure) in zip(questions, guesses, strict=True)
    ]
    return judged, spent / len(questions) * 1000


def clinc_row(name: str, build: Build, clinc: Clinc) -> Row:
    """Accuracy, AUROC and the balanced point, whose threshold is chosen on validation."""
    bases = {clinc.base.article.label: clinc.base}
    threshold = balanced_threshold(replies(build, bases, clinc.validation)[0])
    judged, ms = replies(build, bases, clinc.test)
    return (
        name,
        _percent(accuracy(judged)),
        f"{auroc(judged):.3f}",
        _percent(right_at(threshold, judged)),
        _percent(refused_at(threshold, judged)),
        _percent(right_at_precision(judged)),
        f"{ms:.2f}",
    )


def squad_row(name: str, build: Build, squad: Squad) -> Row:
    """Accuracy over whole articles, AUROC against the next article's questions, p90."""
    judged, ms = replies(build, squad.bases, squad.test)
    return (
        name,
        _percent(accuracy(judged)),
        f"{auroc(judged):.3f}",
        _percent(right_at_precision(judged)),
        f"{ms:.2f}",
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def table(header: Row, rows: Iterable[Row]) -> str:
    """A Markdown table, figures to the right."""
    rule = ("---", *("---:" for _ in header[1:]))
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rule, *rows))


def report(data: Path, is_quick: bool) -> str:
    """Both tables with the date."""
    meaning = opening.meaning()
    semantic = (read_weights(SEMANTIC), meaning) if meaning else None
    others = scorers(read_languages(), read_weights(), semantic)
    clinc, squad = read_clinc(data, is_quick), read_squad(data, is_quick)
    clinc_rows = [clinc_row(name, build, clinc) for name, build in others.items()]
    squad_rows = [squad_row(name, build, squad) for name, build in others.items()]
    scored = ("accuracy@1", "AUROC")
    return "\n\n".join(
        (
            f"Measured on {datetime.now(UTC).date()}{', a sample' if is_quick else ''}. "
            "Accuracy and shares in %, CPU in ms a question.",
            _title("CLINC150, 5 phrasings an intent", clinc.test, [clinc.base]),
            table(
                ("", *scored, "in scope right", "out of scope refused", "right at p90", "CPU ms"),
                clinc_rows,
            ),
            _title("SQuAD, sentence of the whole article", squad.test, squad.bases.values()),
            table(("", *scored, "right at p90", "CPU ms"), squad_rows),
        )
    )


def _title(name: str, asked: Iterable[Asked], bases: Iterable[FactBase]) -> str:
    questions = list(asked)
    inside = sum(question.gold is not None for question in questions)
    sizes = [len(fact.asks["en"]) for base in bases for fact in base.facts]
    return (
        f"**{name}**: {len(sizes)} facts with {sum(sizes)} phrasings, "
        f"{inside} questions with an answer, {len(questions) - inside} without."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="The matcher on public question sets.")
    parser.add_argument("data", type=Path, nargs="?", help="folder with clinc150/ and squad/")
    parser.add_argument("--quick", action="store_true", help="300 questions of each kind")
    options = parser.parse_args()
    if options.data is None:
        sys.exit("Say where the public sets are: make bench-public DATA=<folder>")
    if absent := missing(options.data):
        sys.exit(f"{options.data} is not the data folder: it has no {', '.join(absent)}")
    print(report(options.data, options.quick))


if __name__ == "__main__":
    main()
