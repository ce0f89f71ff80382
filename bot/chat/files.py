"""The facts as files in an editor's chat: sent out, and taken in as changes of the draft."""

from collections.abc import Awaitable, Callable

from telegram import Document

from bot.chat.blocks import Block
from bot.chat.outbox import Outbox
from bot.chat.publishing import Publishing
from bot.chat.screens import Screens, Turn
from bot.chat.sheets import Sheet
from bot.core.check import Problem
from bot.core.refusal import Refusal
from bot.curation import Curation
from bot.examination import Examination
from bot.files import LARGEST, Files, read, too_large
from bot.texts import Texts

LISTED = 10  # faults that are listed
LONGEST = 300  # characters of one

Fetch = Callable[[], Awaitable[bytes]]


class FileTalk:
    """A file is one more way to write a draft: what it says is previewed before it is published."""

    def __init__(
        self,
        files: Files,
        curation: Curation,
        examination: Examination,
        publishing: Publishing,
        screens: Screens,
        texts: Texts,
    ) -> None:
        self._files = files
        self._curation = curation
        self._examination = examination
        self._publishing = publishing
        self._screens = screens
        self._texts = texts

    async def export(self, turn: Turn) -> None:
        """/export: what is published, as facts.toml and as a table."""
        toml = await self._files.as_toml(turn.article)
        await self._screens.send_file(turn, f"{turn.article}.facts.toml", toml, "file.toml")
        table = await self._files.as_csv(turn.article)
        await self._screens.send_file(turn, f"{turn.article}.facts.csv", table, "file.csv")

    async def sent(self, turn: Turn, fetch: Fetch) -> None:
        """Put what a file changes into the draft and preview it; all of it, or nothing."""
        draft = await self._curation.draft(turn.article, turn.person)
        bank = self._examination.questions(turn.article)
        incoming = await read(draft.base, await fetch(), bank)
        if incoming.errors:
            sheet = Sheet(turn.article, draft.base, self._texts, turn.language)
            await self._screens.show(turn, self._faults(turn, sheet, incoming.errors))
            return
        if not incoming.edits:
            raise Refusal("file.nothing")
        await self._curation.change(draft, incoming.edits)
        await self._publishing.preview(turn)

    def _faults(self, turn: Turn, sheet: Sheet, faults: tuple[Problem, ...]) -> list[Block]:
        lines = [self._screens.line(turn, "file.unchanged")]
        for each in faults[:LISTED]:
            fault = sheet.problem(each)
            fault = fault if len(fault) <= LONGEST else f"{fault[:LONGEST]}…"
            words = self._texts("file.fault", turn.language, line=each.line, fault=fault)
            lines.append(Block(words))
        if len(faults) > LISTED:
            more = len(faults) - LISTED
            lines.append(Block(self._texts.plural("preview.more", more, turn.language)))
        return lines


def fetch(document: Document, outbox: Outbox) -> Fetch:
    """What fetches a file of a message, whatever it is called. Raises Refusal for a large one."""

    async def fetched() -> bytes:
        if document.file_size and document.file_size > LARGEST:
            raise too_large(document.file_size)
        file = await outbox.ask(document.get_file)
        return bytes(await outbox.ask(file.download_as_bytearray))

    return fetched
