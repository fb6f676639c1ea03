"""Which comments the engine can read. The others go to a person, and are never dropped."""

from collections.abc import Iterable

from analysis.engine import embedding
from analysis.engine.keywords import languages_of
from analysis.engine.records import CommentRecord, ThemeRecord
from analysis.engine.text import STEMMED, base, says_nothing, tokens


def reads(language: str, codebook: Iterable[ThemeRecord] = ()) -> bool:
    """Whether the engine finds themes of this codebook in a language.

    It does in those that it stems, in those of an installed model, and in those that keywords of
    the codebook name (`so: turjubaan`).
    """
    code = base(language)
    if code in STEMMED or _by_model(code):
        return True
    return code in languages_of(codebook)


def _by_model(code: str) -> bool:
    # To load the models takes seconds, so not for a language that none of them knows.
    if not any(code in languages for languages in embedding.LANGUAGES.values()):
        return False
    return any(code in embedding.LANGUAGES[model.key] for model in embedding.available())


def readable(comment: CommentRecord, codebook: Iterable[ThemeRecord] = ()) -> bool:
    """Whether the engine can read a comment: it has words, in a language that it reads.

    A comment that says nothing ("N/A") is read as that.
    """
    if says_nothing(comment.text) and any(letter.isalnum() for letter in comment.text):
        return True
    return bool(tokens(comment.text)) and reads(comment.language, codebook)
