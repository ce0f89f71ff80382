"""A text that asks two things, cut in two."""

import re

# And, in the five languages, or the end of a first question; a second question must follow.
_JOINT = re.compile(r"\?\s+|[;,]\s+|\s+(?:and|&|e|ed|və|ve|и|а|hem|həm)\s+", re.IGNORECASE)
SHORTEST = 3  # words of a part


def parts(text: str) -> list[tuple[str, str]]:
    """Every way to cut `text` in two at a joint, both parts long enough to ask something."""
    cuts = ((text[: joint.start()], text[joint.end() :]) for joint in _JOINT.finditer(text))
    return [cut for cut in cuts if all(len(part.split()) >= SHORTEST for part in cut)]
