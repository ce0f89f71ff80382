"""What a person asked for and cannot have, in a way that they can put right."""


class Refusal(Exception):  # noqa: N818 - an outcome, as people name it
    """Raised with the catalogue key that says so to the person, and the values for it."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
