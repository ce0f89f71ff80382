"""What is known of an article: its sentences, the facts cut from them, and what it does not say."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

LANGUAGES = ("en", "it", "az", "ru", "tr")
KINDS = ("who", "what", "when", "where", "how-many", "how-much", "which", "why", "yes-no")

Asks = Mapping[str, tuple[str, ...]]  # language code → phrasings, the first is the main question


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the article, character for character."""

    number: int  # 0 is the byline
    text: str
    paragraph: int  # counted from 0


@dataclass(frozen=True, slots=True)
class Article:
    """The article's sentences in order, and their human translations."""

    label: str  # how a citation names the article
    language: str
    sentences: tuple[Sentence, ...]
    translations: Mapping[str, Mapping[int, str]] = field(
        default_factory=lambda: MappingProxyType({})
    )  # language → sentence number → text

    def __getitem__(self, number: int) -> Sentence:
        """The sentence with this number; KeyError when there is none."""
        for sentence in self.sentences:
            if sentence.number == number:
                return sentence
        raise KeyError(number)

    @property
    def numbers(self) -> tuple[int, ...]:
        """All sentence numbers in order; starts with 0 only where there is a byline."""
        return tuple(sentence.number for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the article says, the sentences that say it, and how people ask for it."""

    id: str
    cites: tuple[int, ...]  # sentence numbers, in the order they are quoted
    asks: Asks
    answer: str | None = None  # verbatim span of the first cited sentence, shown bold
    kinds: tuple[str, ...] = ()  # what is asked for; empty = not known, never held against it
    needs: tuple[tuple[str, ...], ...] = ()  # a question must hold one term of each group
    decoys: Asks = field(default_factory=lambda: MappingProxyType({}))  # must not match

    def question(self, language: str) -> str:
        """The main question in `language`, else in English, else in any; never empty."""
        return _question(self.asks, language)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that readers ask for and the article does not say."""

    id: str
    asks: Asks
    near: tuple[str, ...] = ()  # ids of facts to offer instead

    def question(self, language: str) -> str:
        """The main question in `language`, else in English, else in any; never empty."""
        return _question(self.asks, language)


def _question(asks: Asks, language: str) -> str:
    for code in (language, "en", *asks):
        if asks.get(code):
            return asks[code][0]
    raise ValueError("no phrasing in any language")


@dataclass(frozen=True)
class FactBase:
    """Everything that is known of one article. Valid once `check` finds no error in it."""

    article: Article
    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """Fact id → fact."""
        return MappingProxyType({fact.id: fact for fact in self.facts})

    @cached_property
    def version(self) -> str:
        """Content hash, 12 hexadecimal digits: the same content is the same version."""
        return hashlib.sha256(self._canonical().encode()).hexdigest()[:12]

    def _canonical(self) -> str:
        """The whole base as JSON, one text for one content."""
        return json.dumps(
            {
                "article": {
                    "label": self.article.label,
                    "language": self.article.language,
                    "sentences": [[s.number, s.paragraph, s.text] for s in self.article.sentences],
                    "translations": {
                        language: {str(n): text for n, text in lines.items()}
                        for language, lines in self.article.translations.items()
                    },
                },
                "facts": {
                    fact.id: [
                        fact.cites,
                        fact.answer,
                        fact.kinds,
                        dict(fact.asks),
                        fact.needs,
                        dict(fact.decoys),
                    ]
                    for fact in self.facts
                },
                "gaps": {gap.id: [gap.near, dict(gap.asks)] for gap in self.gaps},
                "synonyms": self.synonyms,
            },
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A test question and the sentences that answer it; none = the article does not say."""

    id: str
    language: str
    question: str
    sentences: tuple[int, ...]
    style: str

    @property
    def is_tuned(self) -> bool:
        """Whether it belongs to the half that may be tuned on; the other half is for reports."""
        return zlib.crc32(self.id.encode()) % 2 == 0
