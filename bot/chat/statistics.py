"""/stats: what was asked in a week or a month, as bars."""

import asyncio
import logging
import subprocess
from collections.abc import Sequence

from bot.charts import Bar, Panel, lines, png
from bot.chat.blocks import Block
from bot.chat.failures import where
from bot.chat.screens import Screens, Turn
from bot.core.refusal import Refusal
from bot.statistics import Report, Statistics
from bot.texts import Texts

log = logging.getLogger(__name__)

NAMES = ("stats.cited", "stats.suggested", "stats.gap", "stats.unknown")  # as OUTCOMES
PERIODS = {"": 7, "7d": 7, "30d": 30}  # what is written behind the command → days


class Figures:
    """The numbers of one article, for its editors."""

    def __init__(
        self, statistics: Statistics, screens: Screens, texts: Texts, *, draws: bool
    ) -> None:
        """`draws`: the extra `charts` is there, so that a picture can be shown."""
        self._statistics, self._screens, self._texts = statistics, screens, texts
        self._draws = draws

    async def stats(self, turn: Turn) -> None:
        """/stats, 7d or 30d behind it; a week where nothing is."""
        days = PERIODS.get(turn.text.lower())
        if days is None:
            raise Refusal("stats.period", text=turn.text[:20])
        report = await self._statistics.report(turn.article, days)
        shown = panels(report, self._texts, turn.language)
        told = summary(report, turn.article, self._texts, turn.language)
        if self._draws and (drawn := await _drawn(told.partition("\n")[0], shown)):
            await self._screens.send_picture(turn, "stats.png", drawn, told)
            return
        blocks = [Block(told), *(_block(panel) for panel in shown if panel.bars)]
        await self._screens.show(turn, blocks)


async def _drawn(title: str, shown: Sequence[Panel]) -> bytes | None:
    """The picture; None where it cannot be drawn."""
    try:
        return await asyncio.to_thread(png, title, shown)
    except (OSError, subprocess.SubprocessError) as error:
        log.error("the picture of /stats is not drawn\n%s", where(error))
        return None


def summary(report: Report, article: str, texts: Texts, language: str) -> str:
    """The report in two or three lines."""
    totals = zip(NAMES, report.totals, strict=True)
    outcomes = " · ".join(f"{texts(name, language)} {count}" for name, count in totals)
    first, last = (texts.date(report.days[at].at, language) for at in (0, -1))
    asked = texts.plural("stats.asked", report.asked, language)
    title = texts("stats.title", language, article=article, first=first, last=last, asked=asked)
    votes = f"👍 {report.votes.likes} · 👎 {report.votes.dislikes}"
    return f"{title}\n{outcomes}\n{votes}"


def panels(report: Report, texts: Texts, language: str) -> tuple[Panel, ...]:
    """The report as bars; what there is none of has no bars."""
    outcomes = tuple(texts(name, language) for name in NAMES)
    votes = (  # in words: the picture's font has no emoji
        (texts("stats.likes", language), report.votes.likes),
        (texts("stats.dislikes", language), report.votes.dislikes),
    )
    facts = [(fact.question(language), count) for fact, count in report.facts]
    gaps = [(gap.question(language), count) for gap, count in report.gaps]
    wished = [(each.asked[0].text, each.times) for each in report.wished]
    missing = [(each.asked[0].text, each.times) for each in report.unanswered]
    return (
        Panel(
            texts("stats.days", language),
            tuple(
                Bar(texts.date(day.at, language), day.counts) for day in report.days if report.asked
            ),
            outcomes,
        ),
        _panel(texts("stats.facts", language), facts),
        _panel(texts("stats.unanswered", language), missing),
        _panel(texts("stats.gaps", language), gaps),
        _panel(texts("stats.wished", language), wished),
        _panel(texts("stats.languages", language), report.languages),
        _panel(texts("stats.votes", language), votes if any(count for _, count in votes) else ()),
    )


def _panel(title: str, counts: Sequence[tuple[str, int]]) -> Panel:
    return Panel(title, tuple(Bar(" ".join(label.split()), (count,)) for label, count in counts))


def _block(panel: Panel) -> Block:
    text = "\n".join((panel.title, *lines(panel)))
    return Block(text).marked("bold", panel.title)
