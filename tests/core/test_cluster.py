"""Questions of a log are put together where they ask the same, and kept apart where they do not."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.cluster import Asked, Cluster, clustered, grouped
from bot.core.normalize import fold


def clusters(*asked: Asked) -> list[Cluster]:
    return clustered(grouped(asked))


def texts(*questions: str) -> list[set[str]]:
    """The texts of each cluster, of questions asked once each."""
    return [
        {each.text for each in cluster.asked}
        for cluster in clusters(*(Asked(text, "en", 1) for text in questions))
    ]


def test_case_accents_and_signs_make_no_other_question() -> None:
    assert texts("Who drew it?", "who DREW it", "whó drew it!!") == [
        {"Who drew it?", "who DREW it", "whó drew it!!"}
    ]


def test_a_slip_of_the_finger_makes_no_other_question() -> None:
    assert len(texts("Who painted the old bridge?", "who panted the old brigde")) == 1


def test_another_name_makes_another_question() -> None:
    assert (
        len(texts("How much did they invest in Turkey?", "How much did they invest in Italy?")) == 2
    )


def test_another_number_makes_another_question() -> None:
    assert len(texts("How much was exported in 2019?", "How much was exported in 2020?")) == 2


def test_who_did_it_to_whom_makes_another_question() -> None:
    assert len(texts("did Ann ever pay Bob for it", "did Bob ever pay Ann for it")) == 2


def test_the_most_asked_comes_first_all_spellings_counted() -> None:
    found = clusters(
        Asked("Who paid for it?", "en", 3), Asked("How tall?", "en", 2), Asked("how tall", "en", 2)
    )
    assert [cluster.times for cluster in found] == [4, 3]


def test_languages_are_counted() -> None:
    (found,) = clusters(Asked("ponte?", "it", 1), Asked("Ponte", "en", 1), Asked("ponte", "it", 2))
    assert found.languages == (("it", 3), ("en", 1))


def test_the_examples_are_two_different_questions_where_there_are_two() -> None:
    (found,) = clusters(
        Asked("Who painted the old bridge?", "en", 5),
        Asked("who painted the old bridge", "en", 3),
        Asked("who panted the old bridge", "en", 1),
    )
    assert [each.times for each in found.examples] == [5, 1]


def test_a_text_without_a_word_is_no_question() -> None:
    assert texts("?!", "👍") == []


@given(st.lists(st.text(max_size=30), max_size=20))
def test_no_question_is_lost_or_in_two_clusters(questions: list[str]) -> None:
    asked = [Asked(text, "en", 1) for text in dict.fromkeys(questions)]
    found = [each for cluster in clusters(*asked) for each in cluster.asked]
    assert sorted(found, key=str) == sorted((a for a in asked if fold(a.text)), key=str)
