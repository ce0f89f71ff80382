"""Command line: each command builds the parts that it needs."""

import asyncio
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bot import file_commands, opening
from bot.core.calibrate import calibrate as fit
from bot.core.calibrate import curve_svg
from bot.core.check import Problem
from bot.core.facts import BankQuestion
from bot.core.match import Matcher
from bot.core.why import why as explain
from bot.desk import Desk
from bot.settings import article_folders
from bot.storage.folder import read_bank, read_folder
from bot.storage.languages import read_languages
from bot.storage.weights import PATH, SEMANTIC, read_weights, write_weights
from bot.terminal import as_record, as_text, converse
from bot.texts import load_texts

FACTS = click.option(
    "--facts",
    type=click.Path(path_type=Path),
    help="Another article's folder (article.txt and facts.toml) than in the settings, or several.",
)


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Ask the article. It answers in its own words.

    Without a command: the Telegram bot when CITEBOT_TOKEN is set, else a chat in this terminal.
    """
    if context.invoked_subcommand is None:
        context.invoke(run if opening.settings().token else chat)


@main.command()
def run() -> None:
    """Run the Telegram bot (long polling) until it is told to stop."""
    settings = opening.settings()
    if settings.token is None:
        opening.stop(
            "CITEBOT_TOKEN is not set: expected a bot's token as BotFather gives it, 123:ABC.\n"
            "Without one, `citebot chat` answers in the terminal."
        )
    data = opening.data_folder()
    from bot.serving import TROUBLES, Arrival, serve  # the terminal needs no 0.3 s for Telegram

    arrivals = {
        each.name: Arrival(
            opening.matcher(each, keeps_in=data),
            (each / "facts.toml").read_text(encoding="utf-8"),
            opening.bank(each),
        )
        for each in article_folders(settings.facts)
    }
    meaning = opening.meaning()
    weights = read_weights()
    try:
        asyncio.run(serve(settings, settings.token.get_secret_value(), arrivals, weights, meaning))
    except TROUBLES as error:
        opening.stop(str(error))


@main.command()
@FACTS
def chat(facts: Path | None) -> None:
    """Ask the article in this terminal; ends with the input."""
    converse(_desk(facts), load_texts(), sys.stdin, sys.stdout)


@main.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a question.")
@FACTS
def ask(question: str, as_json: bool, facts: Path | None) -> None:
    """Answer QUESTION and end; with - read a question a line."""
    desk, texts = _desk(facts), load_texts()
    for text in _lines() if question == "-" else [question]:
        reply = desk.ask(text)
        click.echo(
            json.dumps(as_record(reply), ensure_ascii=False)
            if as_json
            else as_text(reply, desk.base(reply.article), texts)
        )


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def check(folder: Path | None) -> None:
    """Print every problem of an article's FOLDER; exit 1 when one of them is an error."""
    wanted = folder or opening.settings().facts
    folders = article_folders(wanted) or (wanted,)
    problems = []
    for each in folders:
        found = _problems(each)
        problems += found
        for problem in found:
            click.echo(problem if len(folders) == 1 else f"{each.name}/{problem}")
    errors = sum(problem.severity == "error" for problem in problems)
    click.echo(f"{errors} errors, {len(problems) - errors} warnings", err=True)
    sys.exit(1 if errors else 0)


def _problems(folder: Path) -> list[Problem]:
    """Everything wrong with one article's folder."""
    from bot.core.bank import contested

    read = read_folder(folder)
    problems = list(read.problems)
    if read.base and not read.errors:
        problems += contested(Matcher(read.base, read_languages(), read_weights()), read.place)
    return problems


@main.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@FACTS
@click.option("--failures", is_flag=True, help="Every failed question, worst first, and why.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with figures and results.")
@click.option(
    "--compare",
    "earlier",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What is newly broken and newly right since a run whose --json output is in FILE.",
)
def bank(
    file: Path | None, facts: Path | None, failures: bool, as_json: bool, earlier: Path | None
) -> None:
    """Ask every question of the bank FILE, the folder's bank.jsonl unless named, and count.

    Exit 1 when a figure is worse than floors.toml beside the bank allows.
    """
    from bot.commands import measure

    folder = opening.folder(facts)
    path = file or folder / "bank.jsonl"
    try:
        found = opening.matcher(folder)
        other = opening.matcher(folder, encodes=not found.encodes) if opening.meaning() else None
        holds = measure(found, path, earlier, other=other, failures=failures, as_json=as_json)
    except (OSError, ValueError) as error:
        opening.stop(str(error))
    sys.exit(0 if holds else 1)


@main.command()
@click.argument("question")
@FACTS
def why(question: str, facts: Path | None) -> None:
    """Say what decided about QUESTION: words, candidates, confidence, guards, outcome."""
    click.echo("\n".join(explain(opening.matcher(facts), question)))


@main.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@FACTS
@click.option(
    "--most",
    type=click.FloatRange(0, 1),
    default=0.11,
    show_default=True,
    help="The highest share of unanswerable questions that may be answered.",
)
@click.option(
    "--curve",
    type=click.Path(path_type=Path),
    help="Where the risk-coverage curve is drawn; risk-coverage.svg beside the bank unless named.",
)
@click.option(
    "--also",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Another article's folder with a bank, or a folder of such folders, to fit on as well.",
)
def calibrate(
    file: Path | None, facts: Path | None, most: float, curve: Path | None, also: tuple[Path, ...]
) -> None:
    """Fit the confidence and its threshold on the tuned half of the bank FILE.

    Writes weights.json in the package, or with CITEBOT_SEMANTIC=on weights-semantic.json. The
    threshold is chosen on held-out facts.
    """
    folder = opening.folder(facts)
    try:
        others = [[_asked(each) for each in article_folders(path)] for path in also]
        asked = _asked(folder, file)
        found = fit(asked, others, most)
    except (OSError, ValueError) as error:
        opening.stop(str(error))
    write_weights(found.weights, SEMANTIC if asked[0].encodes else PATH)
    (curve or folder / "risk-coverage.svg").write_text(curve_svg(found.curve), encoding="utf-8")
    click.echo(
        f"threshold {found.cite}: {found.coverage:.1%} of the answerable questions of the "
        f"tuned half answered rightly, {found.false_answers:.1%} of the unanswerable ones answered"
    )


def _lines() -> Iterator[str]:
    for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace"):
        yield line.rstrip("\r\n")


def _desk(facts: Path | None) -> Desk:
    """A desk on every article of `facts`, or of the settings; an id is the folder's name."""
    wanted = facts or opening.settings().facts
    return Desk({each.name: opening.matcher(each) for each in article_folders(wanted) or (wanted,)})


def _asked(folder: Path, bank: Path | None = None) -> tuple[Matcher, tuple[BankQuestion, ...]]:
    encodes = opening.settings().semantic == "on"
    return opening.matcher(folder, encodes=encodes), tuple(read_bank(bank or folder / "bank.jsonl"))


main.add_command(file_commands.facts)
main.add_command(file_commands.article)

if __name__ == "__main__":
    main()
