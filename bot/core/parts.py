"""A text that asks two things, cut in two; a long one that asks one thing, cut into sentences."""

import re

# And, in the five languages, or the end of a first question; a second question must follow.
_JOINT = re.compile(r"\?\s+|[;,]\s+|\s+(?:and|&|e|ed|və|ve|и|а|hem|həm)\s+", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…;,:()\n—–-]+\s+")
SHORTEST = 3  # words of a part
LONGEST_TWO = 30  # words of two questions
CHATTY = 10  # words from which a text may hold more than its question


def parts(text: str) -> list[tuple[str, str]]:
    """Every way to cut `text` in two at a joint, both parts long enough to ask something.

    None for a text of more words than two questions take.
    """
    if len(text.split()) > LONGEST_TWO:
        return []
    cuts = ((text[: joint.start()], text[joint.end() :]) for joint in _JOINT.finditer(text))
    return [cut for cut in cuts if all(len(part.split()) >= SHORTEST for part in cut)]


def sentences(text: str) -> list[str]:
    """The sentences and clauses of a long text that are long enough to ask something."""
    if len(text.split()) < CHATTY:
        return []
    pieces = [piece for piece in _SENTENCE.split(text) if len(piece.split()) >= SHORTEST]
    return pieces if len(pieces) < len(text.split()) and pieces != [text] else []
