"""What editors have under way: one draft for each editor and article."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.edits import Edit
from bot.storage.database import Database
from bot.storage.edits import as_json, from_json


@dataclass(frozen=True, slots=True)
class Draft:
    """Edits to a published version, and where their author stands in an exchange."""

    article: str
    editor: int  # Telegram user id
    based_on: str  # version
    edits: tuple[Edit, ...]
    exchange: Mapping[str, Any]  # JSON


class Drafts:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def load(self, article: str, editor: int) -> Draft | None:
        """An editor's draft; None when there is none."""
        statement = """
            SELECT based_on, edits, exchange FROM drafts
            WHERE article = :article AND editor = :editor"""
        rows = await self._db.read(statement, {"article": article, "editor": editor})
        if not rows:
            return None
        based_on, edits, exchange = rows[0]
        return Draft(article, editor, based_on, from_json(edits), json.loads(exchange))

    async def save(self, draft: Draft) -> None:
        """Store a draft in the place of the editor's last one for the article."""
        statement = """
            INSERT INTO drafts (article, editor, based_on, edits, exchange)
            VALUES (:article, :editor, :based_on, :edits, :exchange)
            ON CONFLICT (article, editor) DO UPDATE
            SET based_on = excluded.based_on, edits = excluded.edits,
                exchange = excluded.exchange, revision = revision + 1"""
        values = {
            "article": draft.article,
            "editor": draft.editor,
            "based_on": draft.based_on,
            "edits": as_json(draft.edits),
            "exchange": json.dumps(draft.exchange, ensure_ascii=False),
        }
        await self._db.change((statement, values))

    async def drop(self, article: str, editor: int) -> None:
        """Forget a draft."""
        statement = "DELETE FROM drafts WHERE article = :article AND editor = :editor"
        values = {"article": article, "editor": editor}
        await self._db.change((statement, values))
