"""Files of facts: what is written out and read back is the same, comments and all."""

import csv
import io
from dataclasses import replace

from core.folders import ARTICLE, COST, FACTS, HEIGHT
from hypothesis import given
from hypothesis import strategies as st

from bot.core.check import Problem
from bot.core.edits import PutFact, PutGap, PutSynonyms, RetireFact, apply
from bot.core.facts import Article, Fact, FactBase, Gap
from bot.storage.cells import neutral, original
from bot.storage.facts_csv import to_csv
from bot.storage.facts_file import read_file
from bot.storage.facts_template import written_into
from bot.storage.facts_toml import to_toml
from bot.storage.folder import split_article

EMPTY = Article("", "", split_article(ARTICLE))
TEMPLATE = FACTS.replace("cites = [2]", "cites = [2] # the second")

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
WORDS = st.lists(TEXTS, min_size=1, max_size=3).map(tuple)
ASKS = st.dictionaries(st.sampled_from(["en", "it", "ru"]), WORDS, min_size=1)
IDS = st.sampled_from(["opened", "height", "lamp", "cost", "new", "b.2", "c-3"])
FACT = st.builds(
    Fact,
    IDS,
    st.lists(st.integers(0, 99), min_size=1, max_size=3).map(tuple),
    ASKS,
    st.none() | TEXTS,
    st.lists(st.sampled_from(["who", "how-many"]), max_size=2).map(tuple),
    st.lists(WORDS, max_size=2).map(tuple),
    ASKS | st.just({}),
)
GAP = st.builds(Gap, IDS, ASKS, st.lists(IDS, max_size=2).map(tuple))
BASES = st.builds(
    FactBase,
    st.builds(replace, st.just(EMPTY), label=TEXTS, language=st.sampled_from(["en", "it"])),
    st.lists(FACT, min_size=1, unique_by=lambda each: each.id).map(tuple),
    st.lists(GAP, unique_by=lambda each: each.id).map(tuple),
    st.lists(WORDS, max_size=3).map(tuple),
)


def read(text: str) -> FactBase:
    problems: list[Problem] = []
    file = read_file(text.encode(), problems)
    assert file is not None, problems
    return file.whole(EMPTY)


@given(BASES)
def test_a_base_comes_back_from_its_facts_toml(base: FactBase) -> None:
    assert read(to_toml(base)).version == base.version


@given(BASES)
def test_a_base_comes_back_from_its_table(base: FactBase) -> None:
    assert read(to_csv(base)).version == base.version


@given(BASES, BASES)
def test_a_base_comes_back_from_a_file_written_into_another(
    base: FactBase, other: FactBase
) -> None:
    text = to_toml(base, to_toml(other))
    assert read(text).version == base.version


@given(BASES)
def test_one_version_makes_one_file_in_whatever_order_it_came_about(base: FactBase) -> None:
    turned = FactBase(base.article, base.facts[::-1], base.gaps[::-1], base.synonyms)
    assert (to_toml(turned, TEMPLATE), to_csv(turned)) == (to_toml(base, TEMPLATE), to_csv(base))


@given(TEXTS)
def test_no_cell_begins_as_a_formula_and_each_comes_back(text: str) -> None:
    cell = neutral(text)
    assert (cell[0] in "=+-@\t\r\n", original(cell)) == (False, text)


@given(BASES)
def test_no_cell_of_a_table_is_run(base: FactBase) -> None:
    rows = csv.reader(io.StringIO(to_csv(base), newline=""))
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r\n")]


def test_what_is_unchanged_is_written_as_it_was() -> None:
    assert to_toml(read(TEMPLATE), TEMPLATE) == TEMPLATE


COMMENTED = (
    "# All that is known.\n"
    + TEMPLATE
    + """
[[gaps]] # asked every week
id = "owner"
[gaps.asks]
en = [
    "Who owns it?", # by a boy
    "whose is it",
]

[lexicon] # of the sea
synonyms = [
    ["lighthouse", "tower"], # of stone
]
"""
)


def comments(text: str) -> list[str]:
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]


def test_comments_stay_where_anything_else_changes() -> None:
    base = read(COMMENTED)
    owner = next(gap for gap in base.gaps if gap.id == "owner")
    changed = apply(
        base,
        [
            PutFact(replace(base.by_id["height"], answer="42 metres", kinds=("how-many",))),
            PutGap(replace(owner, near=("lamp",), asks={"en": ("Who owns it?", "owner?")})),
            PutFact(replace(base.by_id["lamp"], id="a-new-one", asks={"it": ("Chi?", "Cosa?")})),
            PutSynonyms((*base.synonyms, ("lamp", "light"))),
            RetireFact("opened"),
        ],
    )
    text = to_toml(changed, COMMENTED)
    assert (comments(text), read(text).version) == (comments(COMMENTED), changed.version)


def test_what_was_retired_and_comes_back_is_written_as_it_was() -> None:
    base = read(COMMENTED)
    without = apply(base, [RetireFact("height")])
    assert HEIGHT.split("cites")[0] not in to_toml(without, COMMENTED)
    assert to_toml(apply(without, [PutFact(base.by_id["height"])]), COMMENTED) == COMMENTED


def test_a_template_that_cannot_be_used_is_left_aside() -> None:
    base = read(FACTS)
    assert to_toml(base, "[[[") == to_toml(base)


def test_a_part_changes_what_it_names_and_nothing_else() -> None:
    base, problems = read(FACTS), list[Problem]()
    part = COST.replace("the building", "the lighthouse")
    file = read_file(part.encode(), problems, is_whole=False)
    assert file is not None
    changed = file.upon(base)
    assert changed.facts == base.facts
    assert changed.gaps[0].asks == {"en": ("What did the lighthouse cost?",)}


def test_a_table_of_a_spreadsheet_with_semicolons_is_read() -> None:
    base = read(FACTS)
    table = csv.reader(io.StringIO(to_csv(base)))
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(table)
    assert read("\ufeff" + text.getvalue()).version == base.version


def test_what_is_no_toml_is_not_written_into() -> None:
    assert written_into("[[[", FactBase(EMPTY, ())) is None
