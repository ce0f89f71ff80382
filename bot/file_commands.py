"""On the command line: the facts as files, and a new text of the article."""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import click

from bot import opening
from bot.core.anchor import Anchored, anchored, moves, with_sentences
from bot.core.edits import Change, describe
from bot.core.facts import Asks, BankQuestion, Fact, FactBase, Gap, Sentence
from bot.core.match import Matcher
from bot.core.refusal import Refusal
from bot.curation import Curation, Stale
from bot.desk import Desk
from bot.examination import Examination, Findings
from bot.files import read
from bot.folders import Folders
from bot.settings import article_folders
from bot.storage.database import Database, StorageUnavailable
from bot.storage.drafts import Drafts
from bot.storage.facts_csv import is_csv, to_csv
from bot.storage.facts_toml import to_toml
from bot.storage.folder import split_article
from bot.storage.imports import Imports
from bot.storage.languages import read_languages
from bot.storage.migrations import DatabaseTooNew
from bot.storage.revisions import Revisions
from bot.storage.weights import read_weights
from bot.texts import load_texts

T = TypeVar("T")

SHOWN = 60  # characters of a text in a line

ARTICLE = click.option(
    "--article", "name", help="The article's id, which is its folder's name, if not the first."
)
PUBLISH = click.option("--publish", "publishes", is_flag=True, help="Do it; else it is only shown.")
REASON = click.option("--override", metavar="REASON", help="Why questions of the bank may break.")


@click.group()
def facts() -> None:
    """The facts as files: what is published, and what is to be."""


@click.group()
def article() -> None:
    """The article's text."""


@facts.command("export")
@click.option("--csv", "as_csv", is_flag=True, help="A table for a spreadsheet, not facts.toml.")
@ARTICLE
def export_facts(as_csv: bool, name: str | None) -> None:
    """Print the facts that are published: a facts.toml with the comments of the last one."""

    async def export() -> str:
        async with _opened(name) as at:
            if as_csv:
                return to_csv(at.base)
            return to_toml(at.base, await at.imports.template(at.article))

    click.echo(_run(export()).encode(), nl=False)


@facts.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@ARTICLE
@PUBLISH
@REASON
def import_facts(file: Path, name: str | None, publishes: bool, override: str | None) -> None:
    """Put FILE, a facts.toml or a table, in the place of the facts that are published.

    What FILE has not is retired. Without --publish it only says what would change.
    """

    content = file.read_bytes()

    async def bring() -> None:
        async with _opened(name) as at:
            incoming = await read(at.base, content, at.bank, is_whole=True)
            if incoming.errors:
                lines = (f"{file}:{each.line}: error: {each.message}" for each in incoming.errors)
                opening.stop("\n".join(lines))
            text = content.decode("utf-8-sig")
            template = await at.imports.template(at.article) if is_csv(text) else text
            await _publish(at, incoming.base, template, override, publishes=publishes)

    _run(bring())


@article.command("update")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@ARTICLE
@PUBLISH
@REASON
def update_article(file: Path, name: str | None, publishes: bool, override: str | None) -> None:
    """Put FILE, one sentence a line, in the place of the article's text.

    Facts keep their sentences by what these say, not by number. A fact of which a sentence is
    gone is retired. Without --publish it only says what would change.
    """

    sentences = _sentences(file)

    async def update() -> None:
        async with _opened(name) as place:
            at = replace(place, bank=())  # its questions name sentences by their old numbers
            found = anchored(at.base, with_sentences(at.base.article, sentences))
            for line in _table(at.base, sentences, found):
                click.echo(line)
            template = await at.imports.template(at.article)
            await _publish(at, found.base, template, override, publishes=publishes)

    _run(update())


def _sentences(file: Path) -> tuple[Sentence, ...]:
    try:
        found = split_article(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        opening.stop(f"{file} is no UTF-8 text: {error}")
    return found or opening.stop(f"{file} has no sentence in it, expected one a line")


@dataclass(frozen=True, slots=True)
class _Place:
    """What is published of one article, and what it takes to publish something else."""

    article: str
    base: FactBase
    bank: tuple[BankQuestion, ...]
    revisions: Revisions
    imports: Imports
    drafts: Drafts


@asynccontextmanager
async def _opened(name: str | None) -> AsyncIterator[_Place]:
    """An article of the settings; at the very first start its folder is published."""
    settings = opening.settings()
    folders = {each.name: each for each in article_folders(settings.facts)}
    if name is not None and name not in folders:
        opening.stop(f"there is no article {name!r}, expected one of {', '.join(folders)}")
    article = name or next(iter(folders))
    folder = folders[article]
    async with Database.opened(opening.data_folder() / "citebot.db") as database:
        revisions, imports = Revisions(database, time.time), Imports(database, time.time)
        if await revisions.head(article) is None:
            template = (folder / "facts.toml").read_text(encoding="utf-8")
            first = opening.matcher(folder).base
            await Folders(revisions, imports).bring(article, first, template)
        base = await revisions.base(article)
        bank = opening.bank(folder)
        yield _Place(article, base, bank, revisions, imports, Drafts(database))


async def _publish(
    at: _Place, new: FactBase, template: str, override: str | None, *, publishes: bool
) -> None:
    """Say what changes, what is wrong and what the bank makes of it; and do it."""
    if new.version == at.base.version:
        opening.stop("nothing is different from what is published")
    for change in describe(at.base, new):
        click.echo(_told(change))
    languages, meaning = read_languages(), opening.meaning()
    weights = read_weights()
    desk = Desk({at.article: Matcher(at.base, languages, weights, meaning)})
    examination = Examination(desk, {at.article: at.bank}, languages, weights, meaning)
    findings = await examination.examine(at.article, at.base, new)
    for line in _found(findings):
        click.echo(line)
    if findings.errors:
        opening.stop("it cannot be published with these errors")
    if not publishes:
        click.echo("nothing is changed: --publish publishes it", err=True)
        return
    if findings.broken and not override:
        opening.stop(
            "questions of the bank newly break: --override REASON publishes it all the same"
        )
    curation = Curation(desk, at.revisions, at.drafts, examination)
    revision = await curation.restore(at.article, at.base.version, new, 0, "import", override)
    await at.imports.add(at.article, "file", new, template, revision=revision.number)
    click.echo(
        f"published as revision {revision.number}; a bot that is running answers from it "
        "once it is started anew",
        err=True,
    )


def _found(findings: Findings) -> Iterator[str]:
    yield from (f"error: {each.message}" for each in findings.errors)
    yield from (f"warning: {each.message}" for each in findings.warnings)
    yield from (f"newly broken: {line}" for line in findings.broken)
    yield from (f"newly right: {line}" for line in findings.right)


def _told(change: Change) -> str:
    """A difference in a line."""
    name = f"{change.what} {change.id}".strip()
    if change.before is None:
        return f"+ {name}: {_short(change.after)}"
    if change.after is None and not change.field:
        return f"- {name}: {_short(change.before)}"
    if change.field in ("asks", "decoys"):
        old, new = (set(_flat(side)) for side in (change.before, change.after))
        return f"~ {name}, {change.field}: {len(new - old)} more, {len(old - new)} less"
    if not change.field:
        return f"~ {name}"
    return f"~ {name}, {change.field}: {_short(change.before)} → {_short(change.after)}"


def _flat(asks: Asks) -> Iterator[tuple[str, str]]:
    return ((code, text) for code, texts in asks.items() for text in texts)


def _short(value: object) -> str:
    text = value.question("en") if isinstance(value, Fact | Gap) else str(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _table(base: FactBase, sentences: tuple[Sentence, ...], found: Anchored) -> Iterator[str]:
    """What has become of each sentence, and of the facts."""
    there = moves(base.article.sentences, sentences)
    for move in there:
        number = move.new.number if move.new else "–"
        yield f"{move.old.number:>3} → {number:<3} {move.how:<8} {_short(move.old.text)}"
        if move.new and move.how == "changed":
            yield f"{'':18} now: {move.new.text}"
    kept = {move.new.number for move in there if move.new}
    for sentence in sentences:
        if sentence.number not in kept:
            yield f"{'':4} → {sentence.number:<3} {'new':<8} {_short(sentence.text)}"
    for name in found.retired:
        yield f"retired, for a sentence of it is gone: {name}"
    for name in found.unmarked:
        yield f"no longer marked, for its answer is not in the sentence any more: {name}"


def _run(doing: Coroutine[None, None, T]) -> T:
    """What a command comes to; what a person can put right ends it with words."""
    try:
        return asyncio.run(doing)
    except Refusal as refusal:
        opening.stop(load_texts()(refusal.key, "en", **refusal.values))
    except Stale:
        opening.stop("meanwhile something else was published: look at it, and try again")
    except (DatabaseTooNew, StorageUnavailable, OSError) as error:
        opening.stop(str(error))
