"""A reason: numbers and ids where it is kept, words where it is shown. The words are the team's
own: keys of the theme, never a participant's."""

from collections.abc import Sequence

from analysis.engine.keywords import Hit, edition, keys, weigh_once
from analysis.engine.records import Id, Reason, ThemeRecord

SHOWN = 5
# A part of the score that moves it less than this (as log-odds) is no reason.
REASON_AT_LEAST = 0.2
# Of so many coded comments nearest to a comment it is counted how many have the theme.
LOOKED_AT = 20
SIMILAR = 3


def reason(
    theme: ThemeRecord,
    hits: Sequence[Hit],
    parts: Sequence[float],
    alike: Sequence[Id],
) -> Reason:
    """Why a theme is suggested. `parts` are what keywords, examples and meaning add to its
    log-odds; `alike` those of the LOOKED_AT nearest coded comments that have it, nearest first."""
    by_keywords, by_examples, by_meaning = (part >= REASON_AT_LEAST for part in parts)
    by_examples = by_examples and bool(alike)
    kind = "meaning" if by_meaning or alike == () else "examples"
    if by_keywords or by_examples:
        kind = {(True, True): "both", (True, False): "keywords"}.get(
            (by_keywords, by_examples), "examples"
        )
    best = sorted(weigh_once(hits).items(), key=lambda pair: (-pair[1], pair[0]))
    themselves = {hit.key for hit in hits if not hit.related}
    return Reason(
        kind=kind,
        keywords=tuple(key for key, _ in best if key >= 0),
        numbers=(*(round(part, 3) for part in parts), len(alike)),
        similar=tuple(alike[:SIMILAR]),
        edition=edition(theme),
        related=tuple(key for key, _ in best if key >= 0 and key not in themselves),
    )


def explain(reason: Reason, theme: ThemeRecord) -> str:
    """Why a theme was suggested, for the person who decides.

    >>> theme = ThemeRecord("INF", "Information", keywords=("told me", "explain"))
    >>> explain(Reason("keywords", (0, 1), edition=edition(theme)), theme)
    'keywords "told me", "explain"'
    """
    parts = []
    words, like = _words(reason, theme)
    if words:
        parts.append(f"{'keyword' if len(words) == 1 else 'keywords'} {', '.join(words)}")
    if like:
        parts.append(f"{'a word' if len(like) == 1 else 'words'} like {', '.join(like)}")
    if reason.keywords and not words and not like:
        parts.append("keywords the theme had then")
    alike = max(len(reason.similar), int(reason.numbers[3]) if len(reason.numbers) > 3 else 0)
    if alike:
        parts.append(f"like {alike} comment{'s' * (alike > 1)} that people coded so")
    elif reason.kind in ("examples", "both"):
        parts.append("words of comments that people coded so")
    if reason.kind == "meaning":
        parts.append("near to what the theme's definition says")
    if reason.kind == "found":
        parts.append("one of the comments for which this theme was suggested as new")
    return "; ".join(parts) or "no reason was kept"


def _words(reason: Reason, theme: ThemeRecord) -> tuple[list[str], list[str]]:
    """The keywords as they stand in the theme, those that stand in the comment and those of which
    only a related word does; none if its list has changed since."""
    if reason.edition != edition(theme):
        return [], []
    known = keys(theme)
    places = [place for place in reason.keywords if 0 <= place < len(known)][:SHOWN]
    words = [f'"{known[place]}"' for place in places if place not in reason.related]
    return words, [f'"{known[place]}"' for place in places if place in reason.related]
