"""An article's folder is read as it stands; a broken one is described, never a crash."""

from collections.abc import Callable
from pathlib import Path

import pytest
from core.folders import ARTICLE, FACTS, HEAD, OPENED, SMALLEST, line_of, places, write_folder
from hypothesis import given
from hypothesis import strategies as st

from bot.core.facts import Fact, Gap, Sentence
from bot.storage.folder import read_bank, read_folder, split_article
from bot.storage.lines import Lines

Write = Callable[..., Path]
DEEP = 5_000


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return lambda *texts, **others: write_folder(tmp_path / "article", *texts, **others)


def with_value(value: str) -> str:
    """The facts with a strange value in the first fact."""
    return FACTS.replace("cites = [1]", f"cites = [1]\n{value}", 1)


# -- a good folder -----------------------------------------------------------------------------


def test_the_smallest_folder_is_one_sentence_and_one_fact(write: Write) -> None:
    base = read_folder(write(SMALLEST, "The lighthouse was opened.\n")).base
    assert base is not None
    assert base.facts == (Fact("opened", (1,), {"en": ("Who opened the lighthouse?",)}),)


def test_the_smallest_folder_has_no_problem(write: Write) -> None:
    assert places(write(SMALLEST, "The lighthouse was opened.\n")) == []


def test_a_gap_is_read_with_the_facts_near_it(write: Write) -> None:
    base = read_folder(write()).base
    assert base is not None
    assert base.gaps == (Gap("cost", {"en": ("What did the building cost?",)}, ("height",)),)


def test_an_article_without_a_byline_starts_at_1() -> None:
    assert [sentence.number for sentence in split_article(ARTICLE)] == [1, 2, 3]


def test_a_byline_is_sentence_0() -> None:
    assert split_article("By Ada Rossi\n\nOne.\n") == (
        Sentence(0, "By Ada Rossi", 0),
        Sentence(1, "One.", 1),
    )


def test_only_a_first_line_is_a_byline() -> None:
    assert [each.number for each in split_article("One.\nBy night it shines.\n")] == [1, 2]


def test_blank_lines_part_paragraphs() -> None:
    text = "\n\nOne.\nTwo.\n \n\nThree.\n"
    assert [(each.text, each.paragraph) for each in split_article(text)] == [
        ("One.", 0),
        ("Two.", 0),
        ("Three.", 1),
    ]


def test_a_byte_order_mark_is_no_part_of_the_article(write: Write) -> None:
    base = read_folder(write(article="\ufeff" + ARTICLE)).base
    assert base is not None
    assert base.article[1].text == ARTICLE.splitlines()[0]


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    plain = read_folder(write_folder(tmp_path / "plain")).base
    windows = [text.replace("\n", "\r\n") for text in (FACTS, ARTICLE)]
    other = read_folder(write_folder(tmp_path / "windows", *windows)).base
    assert plain is not None
    assert other == plain


def test_the_same_content_has_the_same_version(tmp_path: Path) -> None:
    one = read_folder(write_folder(tmp_path / "one")).base
    other = read_folder(write_folder(tmp_path / "other", "# a comment\n" + FACTS)).base
    assert one is not None
    assert other is not None
    assert one.version == other.version


def test_another_phrasing_makes_another_version(tmp_path: Path) -> None:
    one = read_folder(write_folder(tmp_path / "one")).base
    other = read_folder(write_folder(tmp_path / "other", FACTS.replace("high", "tall"))).base
    assert one is not None
    assert other is not None
    assert one.version != other.version


# -- translations ------------------------------------------------------------------------------


def test_a_translation_is_read_line_for_line(write: Write) -> None:
    base = read_folder(write(article_it_txt="Uno.\n\nDue.\nTre.\n")).base
    assert base is not None
    assert base.article.translations == {"it": {1: "Uno.", 2: "Due.", 3: "Tre."}}


def test_a_translation_that_is_too_short_is_an_error_after_its_end(write: Write) -> None:
    assert places(write(article_it_txt="Uno.\nDue.\n")) == ["article.it.txt:3: error"]


def test_a_translation_that_is_too_long_is_an_error_at_its_first_line_too_many(
    write: Write,
) -> None:
    text = "Uno.\nDue.\n\nTre.\nQuattro.\n"
    line = line_of(text, "Quattro")
    assert places(write(article_it_txt=text)) == [f"article.it.txt:{line}: error"]


def test_a_translation_into_an_unknown_language_is_an_error(write: Write) -> None:
    assert places(write(article_fr_txt="Un.\nDeux.\n\nTrois.\n")) == ["article.fr.txt:1: error"]


# -- a broken folder ---------------------------------------------------------------------------


def test_a_missing_folder_misses_both_files(tmp_path: Path) -> None:
    assert places(tmp_path / "none") == ["article.txt:1: error", "facts.toml:1: error"]


def test_a_file_in_place_of_a_folder_misses_both_files(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert places(tmp_path / "file") == ["article.txt:1: error", "facts.toml:1: error"]


def test_a_folder_in_place_of_a_file_is_an_error(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "article")
    (folder / "facts.toml").unlink()
    (folder / "facts.toml").mkdir()
    assert places(folder) == ["facts.toml:1: error"]


def test_an_article_without_a_sentence_is_an_error(write: Write) -> None:
    assert "article.txt:1: error" in places(write(article=" \n\n"))


@pytest.mark.parametrize("name", ["article_txt", "facts_toml", "article_it_txt", "bank_jsonl"])
def test_a_file_that_is_not_utf_8_is_an_error(write: Write, name: str) -> None:
    text = "Città è già lontana".encode("latin-1")
    assert places(write(**{name: text})) == [f"{name.replace('_', '.')}:1: error"]


def test_broken_toml_is_an_error_on_its_line(write: Write) -> None:
    facts = with_value("answer = May 2021")
    assert places(write(facts)) == [f"facts.toml:{line_of(facts, 'answer =')}: error"]


def test_toml_that_ends_too_early_is_an_error_on_its_last_line(write: Write) -> None:
    facts = HEAD + OPENED.rstrip().removesuffix('"]')
    assert places(write(facts)) == [f"facts.toml:{len(facts.splitlines())}: error"]


@pytest.mark.parametrize(
    "value",
    [
        "answer = " + "[" * DEEP,
        "answer = " + "[" * DEEP + "]" * DEEP,
        "answer = " + "{a = " * DEEP + "1" + "}" * DEEP,
        "a." * DEEP + "a = 1",
        "[" + "a." * DEEP + "a]",
    ],
    ids=["open brackets", "lists", "inline tables", "dotted key", "table name"],
)
def test_deep_nesting_is_an_error_and_no_crash(write: Write, value: str) -> None:
    assert read_folder(write(with_value(value))).errors


def test_a_number_too_long_to_read_is_an_error_and_no_crash(write: Write) -> None:
    assert read_folder(write(with_value(f"answer = {'9' * DEEP}"))).errors


def test_an_unknown_key_is_one_error_on_its_line(write: Write) -> None:
    facts = with_value('answers = "Norway"')
    assert places(write(facts)) == [f"facts.toml:{line_of(facts, 'answers')}: error"]


def test_an_error_names_the_key_and_the_value_found(write: Write) -> None:
    message = str(read_folder(write(with_value('answers = "Norway"'))).errors[0])
    assert "facts.0.answers" in message
    assert "'Norway'" in message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cites = [2]", ""),
        ("cites = [2]", "cites = []"),
        ("cites = [2]", 'cites = "2"'),
        ("cites = [2]", "cites = [2.5]"),
        ("cites = [2]", 'cites = ["2"]'),
        ("cites = [2]", "cites = [true]"),
        ('id = "height"', ""),
        ('id = "height"', 'id = "Height of it"'),
        ('id = "height"', f'id = "{"a" * 65}"'),
        ('en = ["How high is the lighthouse?"]', ""),
        ('en = ["How high is the lighthouse?"]', "en = []"),
        ('en = ["How high is the lighthouse?"]', 'en = [""]'),
        ('en = ["How high is the lighthouse?"]', 'en = "How high?"'),
        ('label = "The lighthouse"', ""),
        ('label = "The lighthouse"', 'label = ""'),
    ],
)
def test_a_fact_needs_id_cites_and_a_phrasing_and_an_article_a_label(
    write: Write, old: str, new: str
) -> None:
    assert read_folder(write(FACTS.replace(old, new))).base is None


@given(st.text(max_size=200), st.text(max_size=100), st.text(max_size=100))
def test_no_text_in_the_files_makes_reading_raise(
    tmp_path_factory: pytest.TempPathFactory, facts: str, article: str, bank: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    read_folder(write_folder(folder, HEAD + OPENED + facts, article, bank_jsonl=bank))


# -- the lines of facts.toml and of the bank ---------------------------------------------------


def test_a_phrasing_is_placed_in_the_table_of_its_owner() -> None:
    text = '[[facts]]\nid = "a"\nasks.en = ["Why?"]\n[[facts]]\nid = "b"\nasks.en = ["Why?"]\n'
    assert Lines(text).place("b", "Why?") == ("facts.toml", 6)


def test_a_text_that_cannot_be_found_is_placed_at_its_table() -> None:
    assert Lines('# facts\n[[facts]]\nid = "a"\n').place("a", "Why?") == ("facts.toml", 2)


def test_a_phrasing_with_quotes_in_it_is_found(write: Write) -> None:
    line = '"is it \\"high\\" in 1999"'
    facts = FACTS.replace('"How high is the lighthouse?"', f'"How high?",\n{line}')
    assert places(write(facts)) == [f"facts.toml:{line_of(facts, '1999')}: warning"]


def test_a_bank_is_read_as_questions(tmp_path: Path) -> None:
    path = tmp_path / "bank.jsonl"
    path.write_text('{"id": "q", "lang": "it", "question": "Chi?", "sentences": [1, 2]}\n')
    assert [(row.id, row.language, row.question, row.sentences) for row in read_bank(path)] == [
        ("q", "it", "Chi?", (1, 2))
    ]


def test_a_broken_bank_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('{"question": "Chi?", "sentences": []}\nnonsense\n')
    with pytest.raises(ValueError, match=r"mine\.jsonl:2: error"):
        read_bank(path)
