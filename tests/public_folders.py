"""Writes the public question sets as article folders, for `citebot calibrate --also`.

    python tests/public_folders.py DATA OUT

CLINC150 with the messages of its validation part, and every second article of SQuAD with its own
questions and, as unanswerable ones, those of another article; and the shipped article with messages
of CLINC150's validation part, all of them off its topic. The test questions are never read.
"""

import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from public_data import Asked, read_clinc, read_squad

from bot.core.facts import FactBase
from bot.core.normalize import fold
from bot.settings import shipped_facts


def main(data: Path, out: Path) -> None:
    """Write `out`/clinc, `out`/squad and `out`/offtopic, folders of article folders."""
    clinc = read_clinc(data, is_quick=False)
    _write(out / "clinc/all", clinc.base, clinc.validation)
    squad = read_squad(data, is_quick=False)
    for name in sorted(squad.bases)[::2]:
        asked = [each for each in squad.test if each.base == name]
        _write(out / f"squad/{name}", squad.bases[name], asked)
    shipped = out / "offtopic" / shipped_facts().name
    shutil.copytree(shipped_facts(), shipped, dirs_exist_ok=True)
    rows = [_row(f"off-{number}", each.text, []) for number, each in enumerate(clinc.validation)]
    _write_bank(shipped, rows)


def _write(folder: Path, base: FactBase, questions: Iterable[Asked]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        _line(sentence.text) or f"{n}." for n, sentence in enumerate(base.article.sentences, 1)
    ]
    (folder / "article.txt").write_text("\n".join(["By nobody", "", *lines]) + "\n", "utf-8")
    head = f"[article]\nlabel = {_quoted(base.article.label)}\n\n"
    (folder / "facts.toml").write_text(head + "\n".join(_facts(base)), "utf-8")
    cites = {fact.id: fact.cites[0] for fact in base.facts}
    rows = [
        _row(f"{folder.name}-{number}", each.text, [cites[each.gold]] if each.gold else [])
        for number, each in enumerate(questions)
    ]
    _write_bank(folder, rows)


def _row(name: str, question: str, sentences: list[int]) -> dict[str, object]:
    return {
        "id": name,
        "lang": "en",
        "style": "plain" if sentences else "offtopic",
        "question": question,
        "sentences": sentences,
    }


def _write_bank(folder: Path, rows: Iterable[dict[str, object]]) -> None:
    bank = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "bank.jsonl").write_text(bank + "\n", "utf-8")


def _facts(base: FactBase) -> Iterator[str]:
    """The facts as TOML, but for those with a phrasing that an earlier one has."""
    seen: set[str] = set()
    for fact in base.facts:
        asks = set(map(fold, fact.asks["en"]))
        if seen.isdisjoint(asks):
            texts = ", ".join(map(_quoted, fact.asks["en"]))
            head = f"[[facts]]\nid = {_quoted(fact.id)}\ncites = {list(fact.cites)}\n"
            yield f"{head}asks.en = [{texts}]\n"
        seen |= asks


def _line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return json.dumps(_line(text))  # a JSON string is a TOML string


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
