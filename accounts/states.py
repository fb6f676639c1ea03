"""States change only along the steps that are written down beside each model."""

from collections.abc import Mapping


class InvalidTransition(Exception):
    """A step that the states do not allow. The message is a sentence for the person who tried."""


def require_step(steps: Mapping[str, set[str]], old: str, new: str, what: str) -> None:
    """Raise InvalidTransition unless `steps` allows old -> new.

    >>> require_step({"DRAFT": {"SENT"}}, "DRAFT", "SENT", "submission")
    """
    if new not in steps.get(old, set()):
        raise InvalidTransition(
            f"This {what} is {old.lower()} and cannot become {new.lower()}. Load the page again."
        )
