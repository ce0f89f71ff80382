"""What `citebot bank` prints: the figures of a bank, its failures, and what changed since a run."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import click

from bot.core import bank
from bot.core.bank import Changes, Figures, Report, Result, share
from bot.core.match import Matcher
from bot.core.why import quoted
from bot.storage.folder import read_bank

T = TypeVar("T")
Groups = Mapping[str, Figures]

Reports = Mapping[bool, Report]  # whether with the encoder → the run

RUNS = {False: "without_semantic", True: "with_semantic"}
FLOORS = "floors.toml"  # beside a bank
HEAD = (
    f"{'n':>5}{'right':>10}{'offered':>10}{'silent':>10}{'wrong':>10}{'acc@1':>7} |"
    f"{'n':>5}{'false: near':>13}{'false: off':>12}{'suggested':>11}{'refused':>10} |"
    f"{'joint':>7}{'AUROC':>7}"
)


def measure(
    matcher: Matcher,
    path: Path,
    earlier: Path | None,
    *,
    other: Matcher | None = None,
    failures: bool,
    as_json: bool,
) -> bool:
    """Run the bank at `path` and print what came of it. False when a figure misses its floor.

    `other`: one without the encoder where `matcher` has one, or with it where it has none; the
    rows of both stand together, all else is of `matcher`.
    Raises OSError, or ValueError naming the file, for one that cannot be used.
    """
    rows = _read(path, read_bank)
    before = _read(earlier, lambda file: bank.read_report(_text(file))) if earlier else None
    beside = path.with_name(FLOORS)
    floors = _read(beside, lambda file: bank.read_floors(_text(file))) if beside.is_file() else {}
    report = bank.run(matcher, rows)
    reports = {matcher.encodes: report}
    if other:
        reports[other.encodes] = bank.run(other, rows)
    changes = bank.compare(before, report) if before else None
    if as_json:
        click.echo(json.dumps(_record(report, reports, changes), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(report, reports, changes, failures)))
    missed = bank.missed(report, floors)
    for line in missed:
        click.echo(line, err=True)
    return not missed


def _read(path: Path, read: Callable[[Path], T]) -> T:
    try:
        return read(path)
    except ValueError as error:
        raise ValueError(f"{path} cannot be used: {error}") from None


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _record(report: Report, reports: Reports, changes: Changes | None) -> dict[str, object]:
    record: dict[str, object] = bank.as_record(report)
    if len(reports) > 1:
        record |= {name: bank.as_record(reports[encodes]) for encodes, name in RUNS.items()}
    if changes:
        record |= {"newly_broken": changes.broken, "newly_right": changes.right}
    return record


def _lines(
    report: Report, reports: Reports, changes: Changes | None, failures: bool
) -> Iterator[str]:
    yield from _table("all", reports, lambda each: {**each.languages, **each.styles})
    for name in ("tuned", "reported"):
        halves = {encodes: each.half(name) for encodes, each in reports.items()}
        yield from ("", *_table(name, halves, lambda each: each.languages))
    if failures:
        yield from ("", *_failures(report))
    if changes:
        yield from ("", *_changed("newly broken", changes.broken))
        yield from ("", *_changed("newly right", changes.right))


def _table(name: str, reports: Reports, groups: Callable[[Report], Groups]) -> Iterator[str]:
    """A row for each group, or two: below it, what it is with the encoder."""
    yield f"{name:<14}{HEAD}"
    ran = [{**groups(reports[key]), "total": reports[key].total} for key in sorted(reports)]
    for key, found in ran[0].items():
        yield _row(key or "(none)", found)
        yield from (_row("  + semantic", other[key]) for other in ran[1:])


def _row(name: str, found: Figures) -> str:
    asked, unasked = found.answerable, found.unanswerable
    parts = [found.right, found.offered, found.silent, found.wrong]
    answered = "".join(f"{_part(part, asked):>10}" for part in parts)
    near = _part(found.near_miss_false, found.near_misses)
    off = _part(found.off_topic_false, found.off_topic)
    return (
        f"{name:<14}{asked:>5}{answered}{_decimal(share(found.best_right, asked)):>7} |"
        f"{unasked:>5}{near:>13}{off:>12}"
        f"{_part(found.suggested, unasked):>11}{_part(found.refused, unasked):>10} |"
        f"{_decimal(found.joint):>7}{_decimal(found.auroc):>7}"
    )


def _part(part: int, whole: int) -> str:
    """A count and its share; a dash where there is nothing to count."""
    return f"{part} {part / whole:>4.0%}" if whole else "-"


def _decimal(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _failures(report: Report) -> Iterator[str]:
    """The worst first."""
    failed = [result for result in report.results if result.verdict not in bank.PASSED]
    for result in sorted(failed, key=lambda result: -bank.VERDICTS.index(result.verdict)):
        yield _failure(result)
        yield from (f"    {line}" for line in result.why)


def _failure(result: Result) -> str:
    gold = f"gold {', '.join(map(str, result.gold))}" if result.gold else "no answer"
    return f"{result.verdict:<10}{result.id} [{result.style}] {quoted(result.question)} {gold}"


def _changed(title: str, lines: tuple[str, ...]) -> Iterator[str]:
    yield f"{title}: {len(lines)}"
    yield from (f"    {line}" for line in lines)
