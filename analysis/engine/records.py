"""What goes into the engine and what comes out. Frozen, and never a word of a participant in a
reason: positions and numbers only, so that a withdrawal takes the words everywhere.

Positions are code points of the text that was given, the end exclusive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Id = int | str
Span = tuple[int, int]

OWN, NOTED, OBSERVED = "OWN", "NOTED", "OBSERVED"


@dataclass(frozen=True, slots=True)
class ThemeRecord:
    """A theme of the codebook. All of its words are written by the team."""

    code: str
    name: str
    definition: str = ""
    includes: str = ""
    excludes: str = ""
    # Words or phrases; a star at the end stands for any ending: `evict*`.
    keywords: tuple[str, ...] = ()
    # Illustrations that the team wrote, and such that look like the theme and are not of it.
    phrases: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True)
class CommentRecord:
    """What one participant said at one place, redacted.

    `language` is a code such as "en" or "es"; of others the words are compared as they stand.
    `submission` says which comments came together; without it a comment stands alone. `question`
    is what was asked, if it is known.
    """

    id: Id
    text: str
    language: str = "en"
    segment: str = ""
    voice: str = OWN
    submission: Id | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class CodedRecord:
    """A comment with the codes of the themes that people put on it."""

    comment: CommentRecord
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in which comment."""

    comment: Id
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a theme is suggested.

    `kind` is "keywords" (the theme's own words), "examples" (what people coded so before), "both",
    or "meaning" (near to what the theme's description says). `keywords` are places in
    `analysis.engine.keys(theme)`, and `edition` tells which list that was, so that a theme edited
    since is not explained by other words. Of the keys that are `related` only a word of the same
    family stands in the comment. `numbers` are the parts in the score (log-odds: keywords,
    examples, meaning) and how many of the coded comments nearest to this one have the theme;
    `similar` are the ids of the nearest of those.
    """

    kind: str = ""
    keywords: tuple[int, ...] = ()
    numbers: tuple[float, ...] = ()
    similar: tuple[Id, ...] = ()
    edition: int = 0
    related: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "keywords": list(self.keywords),
            "numbers": list(self.numbers),
            "similar": list(self.similar),
            "edition": self.edition,
            "related": list(self.related),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Reason":
        return cls(
            kind=data.get("kind", ""),
            keywords=tuple(data.get("keywords", ())),
            numbers=tuple(data.get("numbers", ())),
            similar=tuple(data.get("similar", ())),
            edition=data.get("edition", 0),
            related=tuple(data.get("related", ())),
        )


@dataclass(frozen=True, slots=True)
class SuggestionRecord:
    """A theme that fits a comment with this probability (0 to 1), and the spans that show it."""

    comment: Id
    theme: str
    score: float
    spans: tuple[Span, ...]
    reason: Reason = field(default_factory=Reason)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(Evidence(self.comment, start, end) for start, end in self.spans)


@dataclass(frozen=True, slots=True)
class NextRecord:
    """A theme that is not probable enough to be suggested: where one is missing, look here first.

    `span` is where the comment comes nearest to it.
    """

    theme: str
    score: float
    span: Span


@dataclass(frozen=True, slots=True)
class Look:
    """All that the engine has to say of the themes of one comment, the most probable first."""

    suggested: tuple[SuggestionRecord, ...] = ()
    next: tuple[NextRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """A whole sentence of a comment that stands for what many said."""

    comment: Id
    start: int
    end: int
    score: float
