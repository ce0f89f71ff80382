"""Everything that the team can do, in one list: commands, buttons, and what is awaited in words."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.chat.correcting import Correcting
from bot.chat.digest import Digest
from bot.chat.drafting import Drafting
from bot.chat.files import Fetch, FileTalk
from bot.chat.publishing import After, Publishing
from bot.chat.restoring import Restoring
from bot.chat.review import Reviewing
from bot.chat.screens import Action, Screens, Turn
from bot.chat.team import TeamTalk
from bot.curation import Draft
from bot.editorial import Editorial
from bot.team import Standing
from bot.texts import Texts

Command = Callable[[Turn], Awaitable[None]]
Press = Callable[[Turn, Action], Awaitable[None]]
Step = Callable[[Turn, Draft], Awaitable[None]]
Take = Callable[[Turn, Fetch], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Ways:
    """Name → the least standing that it takes, and what does it."""

    commands: Mapping[str, tuple[Standing, Command]]
    presses: Mapping[str, tuple[Standing, Press]]  # by what an action is to "do"
    steps: Mapping[str, tuple[Standing, Step]]  # by the "step" of a draft's exchange
    file: tuple[Standing, Take]


def ways(
    editorial: Editorial,
    screens: Screens,
    texts: Texts,
    member_changed: Callable[[int], None],
    correcting: Correcting,
    digest: Digest,
    after: tuple[After, ...] = (),
) -> Ways:
    """All of them; what follows a publication comes before the offer to correct answers.

    `member_changed`: what is to be done when somebody is more or less than before; `after`: once
    something has been published.
    """
    curation, examination = editorial.curation, editorial.examination
    people = TeamTalk(editorial.team, screens, texts, member_changed)
    draft = Drafting(curation, examination, screens, texts)
    pick = draft.pickers
    publish = Publishing(curation, examination, screens, texts, (*after, correcting.published))
    queue = Reviewing(editorial.review, curation, editorial.team, pick, screens, texts)
    back = Restoring(curation, examination, editorial.history, publish, screens, texts)
    files = FileTalk(editorial.files, curation, examination, publish, screens, texts)
    return Ways(
        commands={
            "correct": ("editor", correcting.correct),
            "team": ("reviewer", people.team),
            "grant": ("owner", people.grant),
            "revoke": ("owner", people.revoke),
            "add": ("editor", draft.add),
            "edit": ("editor", draft.edit),
            "retire": ("editor", draft.retire),
            "gap": ("reviewer", draft.gap),
            "say": ("reviewer", draft.say),
            "cancel": ("reviewer", draft.cancel),
            "preview": ("reviewer", publish.preview),
            "publish": ("reviewer", publish.preview),
            "undo": ("editor", back.undo),
            "rollback": ("editor", back.rollback),
            "history": ("reviewer", back.history),
            "diff": ("reviewer", back.diff),
            "review": ("reviewer", queue.review),
            "stats": ("editor", digest.figures.stats),
            "digest": ("editor", digest.digest),
            "audit": ("editor", back.audit),
            "export": ("editor", files.export),
            "why": ("owner", draft.why),
        },
        presses={
            "correct": ("editor", correcting.order),
            "leave": ("editor", correcting.leave),
            "list": ("reviewer", draft.choices),
            "card": ("reviewer", draft.show_card),
            "say": ("reviewer", draft.ask_phrasings),
            "asks": ("editor", draft.asks),
            "drop": ("editor", draft.drop),
            "retire": ("editor", draft.ask_retire),
            "retired": ("editor", draft.retired),
            "cites": ("editor", pick.cites),
            "cited": ("editor", pick.cited),
            "answer": ("editor", pick.answer),
            "span": ("editor", pick.span),
            "kinds": ("editor", pick.kinds),
            "kinded": ("editor", pick.kinded),
            "near": ("reviewer", pick.near),
            "neared": ("reviewer", pick.neared),
            "preview": ("reviewer", lambda turn, _: publish.preview(turn)),
            "publish": ("reviewer", publish.publish),
            "rebase": ("reviewer", publish.rebase),
            "try": ("reviewer", publish.try_),
            "discard": ("reviewer", publish.discard),
            "undo": ("editor", lambda turn, _: back.undo(turn)),
            "restore": ("editor", back.restore),
            "history": ("reviewer", back.history_page),
            "review": ("reviewer", queue.card),
            "means": ("reviewer", queue.means),
            "absent": ("reviewer", queue.absent),
            "new-fact": ("editor", queue.new_fact),
            "ignore": ("reviewer", queue.ignore),
            "unignore": ("reviewer", queue.take_back),
        },
        steps={
            "asks": ("reviewer", draft.phrasings_written),
            "cites": ("editor", pick.cites_written),
            "answer": ("editor", pick.answer_written),
            "reason": ("reviewer", publish.reason_written),
            "restore-reason": ("editor", back.reason_written),
            "question": ("reviewer", publish.question_written),
        },
        file=("editor", files.sent),
    )
