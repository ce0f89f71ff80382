"""A bank is counted by the measures of matching.md, in two halves, and held to its floors."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Run
from hypothesis import given
from hypothesis import strategies as st

from bot.__main__ import main
from bot.core import bank
from bot.core.answer import Answer, Cited, Suggested, Unknown
from bot.core.bank import Report, Result, Verdict, auroc, compare, count, missed, verdict
from bot.core.facts import BankQuestion, Fact
from bot.core.match import Matcher
from bot.storage.folder import read_folder
from bot.storage.languages import read_languages
from bot.storage.weights import read_weights
from core.folders import problems, write_folder
from core.lighthouse import ARTICLE, FACTS

FIRST, SECOND = (Fact(f"fact-{number}", (number, 9), {"en": ("?",)}) for number in (1, 2))
ROWS = (
    BankQuestion("1", "en", "So who opened the lighthouse?", (1,), "plain"),
    BankQuestion("2", "it", "Ma quanto è alto il faro?", (2,), "plain"),
    BankQuestion("3", "en", "And how much did the lighthouse cost?", (), "near-miss"),
    BankQuestion("4", "en", "xyzzy plugh", (), "offtopic"),
    BankQuestion("5", "en", "xyzzy qwxq", (3,), "paraphrase"),
)
MISLABELLED = BankQuestion("6", "en", "So how high is the lighthouse?", (4,), "plain")  # wrong
FLOOR = {"right": 0, "right_or_offered": 0, "wrong": 1, "near_miss_false": 1, "off_topic_false": 1}


def lines(rows: tuple[BankQuestion, ...] = ROWS) -> str:
    records = ({"lang": row.language, **asdict(row)} for row in rows)
    return "".join(json.dumps(record) + "\n" for record in records)


def floors(**shares: float) -> str:
    """floors.toml that holds every language to nothing but these shares."""
    return "[other]\n" + "".join(f"{k} = {v}\n" for k, v in (FLOOR | shares).items())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "article", FACTS, ARTICLE, bank_jsonl=lines())


@pytest.fixture
def matcher(folder: Path) -> Matcher:
    base = read_folder(folder).base
    assert base is not None
    return Matcher(base, read_languages(), read_weights())


def citebot(*arguments: object) -> Run:
    return CliRunner().invoke(main, ["bank", *map(str, arguments)])


def one(verdict: Verdict, name: str = "1", style: str = "plain", language: str = "en") -> Result:
    """A result whose question is answerable where the verdict is one of an answerable one."""
    gold = (1,) if verdict in ("right", "offered", "silent", "wrong") else ()
    return Result(name, language, style, "Why?", gold, "tuned", verdict, verdict == "right", 0.5)


def report(*results: Result) -> Report:
    return Report("v", results)


@pytest.mark.parametrize(
    ("answer", "gold", "expected"),
    [
        (Cited((FIRST,)), (1,), "right"),
        (Cited((FIRST,)), (9,), "wrong"),  # only the first cited sentence counts
        (Cited((FIRST, SECOND)), (2,), "wrong"),
        (Cited((FIRST,)), (), "false"),
        (Suggested((FIRST, SECOND)), (2,), "offered"),
        (Suggested((FIRST,)), (9,), "offered"),  # here any of its sentences does
        (Suggested((FIRST,)), (2,), "silent"),
        (Suggested((FIRST,)), (), "suggested"),
        (Unknown(), (1,), "silent"),
        (Unknown(near=(FIRST,)), (1,), "silent"),
        (Unknown(), (), "refused"),
        (Unknown(smalltalk="hello"), (), "refused"),
    ],
)
def test_an_outcome_has_the_verdict_of_the_measures(
    answer: Answer, gold: tuple[int, ...], expected: str
) -> None:
    assert verdict(answer, gold) == expected


def test_every_question_is_asked_in_the_order_of_the_bank(matcher: Matcher) -> None:
    verdicts = [(result.id, result.verdict) for result in bank.run(matcher, ROWS).results]
    expected = ["right", "right", "refused", "refused", "silent"]
    assert verdicts == list(zip("12345", expected, strict=True))


def test_only_a_failure_says_why(matcher: Matcher) -> None:
    assert [result.id for result in bank.run(matcher, ROWS).results if result.why] == ["5"]


def test_answerable_questions_are_counted_by_verdict() -> None:
    found = count([one("right"), one("right"), one("offered"), one("silent"), one("wrong")])
    assert (found.right, found.offered, found.silent, found.wrong) == (2, 1, 1, 1)


def test_false_answers_to_near_misses_and_off_topic_questions_are_apart() -> None:
    styles = ("near-miss", "near-miss", "offtopic", "smalltalk", "smalltalk")
    found = count([*(one("false", style=style) for style in styles), one("refused", style="new")])
    assert (found.near_miss_false, found.near_misses) == (2, 3)
    assert (found.off_topic_false, found.off_topic) == (3, 3)


def test_joint_counts_right_answers_and_everything_rightly_not_cited() -> None:
    verdicts: tuple[Verdict, ...] = ("right", "offered", "suggested", "refused", "false")
    assert count([one(each) for each in verdicts]).joint == 3 / 5


def test_acc_at_1_does_not_ask_for_the_outcome(matcher: Matcher) -> None:
    never = replace(matcher.weights.curated, cite=1.1)
    careful = replace(matcher.weights, curated=never, suggest=1.1)
    silent = Matcher(matcher.base, read_languages(), careful)
    found = bank.run(silent, [*ROWS, MISLABELLED]).total
    assert (found.right, found.best_right) == (0, 2)


def test_auroc_needs_both_sorts() -> None:
    assert auroc([0.9], []) is None


@given(st.lists(st.integers(0, 5), min_size=1), st.lists(st.integers(0, 5), min_size=1))
def test_auroc_is_the_mean_over_all_pairs_ties_half(
    positive: list[int], negative: list[int]
) -> None:
    pairs = [(p > n) + 0.5 * (p == n) for p in positive for n in negative]
    assert auroc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


def test_languages_are_counted_apart() -> None:
    found = report(one("right", language="en"), one("wrong", language="it")).languages
    assert {code: figures.right for code, figures in found.items()} == {"en": 1, "it": 0}


@pytest.mark.parametrize("half", ["tuned", "reported"])
def test_each_half_has_the_questions_that_say_so(matcher: Matcher, half: str) -> None:
    rows = [BankQuestion(str(n), "en", "lamp", (3,), "terse") for n in range(20)]
    found = bank.run(matcher, rows).half(half).results
    assert [r.id for r in found] == [r.id for r in rows if r.is_tuned == (half == "tuned")]


def test_a_worse_verdict_is_newly_broken() -> None:
    changes = compare(report(one("right")), report(one("offered")))
    assert changes.broken == ("1 “Why?”: right → offered",)
    assert changes.right == ()


@pytest.mark.parametrize(
    ("before", "after"), [("silent", "right"), ("wrong", "silent"), ("false", "refused")]
)
def test_a_better_verdict_is_newly_right(before: Verdict, after: Verdict) -> None:
    changes = compare(report(one(before)), report(one(after)))
    assert (len(changes.broken), len(changes.right)) == (0, 1)


def test_questions_that_only_one_run_has_or_relabelled_ones_are_not_compared() -> None:
    old, new = report(one("right", "gone"), one("right")), report(one("wrong", "new"), one("false"))
    assert compare(old, new) == bank.Changes((), ())


def test_the_json_of_a_run_is_read_as_the_same_report(matcher: Matcher) -> None:
    ran = bank.run(matcher, ROWS)
    assert bank.read_report(json.dumps(bank.as_record(ran))) == ran


@pytest.mark.parametrize(
    ("verdicts", "figure"),
    [
        (("right", "offered", "offered"), "right"),
        (("right", "silent", "silent"), "right_or_offered"),
        (("right", "wrong", "wrong"), "wrong"),
        (("false", "false", "refused"), "near_miss_false"),
    ],
)
def test_a_figure_worse_than_its_floor_is_named(verdicts: tuple[Verdict, ...], figure: str) -> None:
    held = bank.read_floors(floors(**{figure: 0.5}))
    found = missed(report(*(one(each) for each in verdicts)), held)
    assert [line.split(" is ")[0] for line in found] == [f"en: {figure}"]


def test_a_language_with_a_table_is_held_to_that_one() -> None:
    own = floors(right=1.0).replace("other", "it")
    held = bank.read_floors(f"{floors()}\n{own}")
    found = missed(report(one("wrong", language="it"), one("wrong", language="tr")), held)
    assert found == ["it: right is 0.000, expected at least 1.000"]


def test_offered_counts_for_right_or_offered() -> None:
    assert missed(report(one("offered")), bank.read_floors(floors(right_or_offered=1.0))) == []


def test_a_figure_over_no_question_is_held_to_nothing() -> None:
    assert missed(report(one("refused")), bank.read_floors(floors(right=1.0))) == []


@pytest.mark.parametrize(
    "text",
    ["[other", "[english]\n", floors(right=1.5), f"{floors()}wroong = 0.1\n", "[en]\nright = 1\n"],
)
def test_broken_floors_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        bank.read_floors(text)


def test_the_shipped_floors_can_be_read() -> None:
    path = Path(__file__).parents[2] / "facts" / "azerbaijan-italy" / "floors.toml"
    assert {"en", "other"} <= bank.read_floors(path.read_text(encoding="utf-8")).keys()


def test_a_folder_with_a_file_that_check_does_not_know_passes(tmp_path: Path) -> None:
    assert problems(write_folder(tmp_path / "article", floors_toml="[", notes_md="?")) == ()


def test_the_command_counts_the_bank_of_the_folder(folder: Path) -> None:
    ran = citebot("--facts", folder)
    assert ran.exit_code == 0
    row = next(line for line in ran.stdout.splitlines() if line.startswith("it"))
    assert row.split()[:4] == ["it", "1", "1", "100%"]


def test_the_command_prints_both_halves(folder: Path) -> None:
    starts = [line.split(" ")[0] for line in citebot("--facts", folder).stdout.splitlines()]
    assert {"all", "tuned", "reported"} <= set(starts)


def test_the_command_takes_another_bank(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text(lines(ROWS[:1]), encoding="utf-8")
    ran = json.loads(citebot(tmp_path / "other.jsonl", "--facts", folder, "--json").stdout)
    assert [each["id"] for each in ran["results"]] == ["1"]


def test_a_figure_below_its_floor_is_exit_1(folder: Path) -> None:
    (folder / "floors.toml").write_text(floors(right=0.9), encoding="utf-8")
    ran = citebot("--facts", folder)
    assert ran.exit_code == 1
    assert ran.stderr == "en: right is 0.500, expected at least 0.900\n"


def test_failures_say_what_was_asked_what_is_right_and_why_worst_first(folder: Path) -> None:
    (folder / "bank.jsonl").write_text(lines((*ROWS, MISLABELLED)), encoding="utf-8")
    *_, wrong, _, _, silent, best, why = citebot(
        "--facts", folder, "--failures"
    ).stdout.splitlines()
    assert wrong == "wrong     6 [plain] “So how high is the lighthouse?” gold 4"
    assert silent == "silent    5 [paraphrase] “xyzzy qwxq” gold 3"
    assert best.strip().startswith("unknown | best none")
    assert why.strip() == "guards: none | right fact shares no word"


def test_a_run_compared_with_its_own_json_has_no_change(folder: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "run.json"
    earlier.write_text(citebot("--facts", folder, "--json").stdout, encoding="utf-8")
    printed = citebot("--facts", folder, "--compare", earlier).stdout
    assert printed.endswith("\nnewly broken: 0\n\nnewly right: 0\n")


def test_json_tells_the_changes_too(folder: Path, tmp_path: Path) -> None:
    record = json.loads(citebot("--facts", folder, "--json").stdout)
    record["results"][0]["verdict"] = "wrong"
    earlier = tmp_path / "run.json"
    earlier.write_text(json.dumps(record), encoding="utf-8")
    ran = json.loads(citebot("--facts", folder, "--compare", earlier, "--json").stdout)
    assert ran["newly_right"] == ["1 “So who opened the lighthouse?”: wrong → right"]


@pytest.mark.parametrize("option", ["--compare", "--"])
@pytest.mark.parametrize("content", [b"no JSON", b"{}", b"\xff"])
def test_a_bank_or_an_earlier_run_that_is_none_is_named(
    folder: Path, tmp_path: Path, option: str, content: bytes
) -> None:
    (tmp_path / "broken").write_bytes(content)
    ran = citebot("--facts", folder, option, tmp_path / "broken")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "broken cannot be used" in ran.stderr


def test_a_bank_without_a_question_is_an_empty_table(folder: Path) -> None:
    (folder / "bank.jsonl").write_text("\n", encoding="utf-8")
    ran = citebot("--facts", folder)
    assert ran.exit_code == 0
    assert ran.stdout.splitlines()[1].split()[:3] == ["total", "0", "-"]


def test_a_missing_bank_is_named(folder: Path) -> None:
    (folder / "bank.jsonl").unlink()
    ran = citebot("--facts", folder)
    assert (ran.exit_code, "bank.jsonl" in ran.stderr) == (1, True)
