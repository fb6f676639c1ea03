"""A reason in words. The words are the team's own: keys of the theme, never a participant's."""

from analysis.engine.keywords import edition, keys
from analysis.engine.records import Reason, ThemeRecord

SHOWN = 5


def explain(reason: Reason, theme: ThemeRecord) -> str:
    """Why a theme was suggested, for the person who decides.

    >>> theme = ThemeRecord("INF", "Information", keywords=("told me", "explain"))
    >>> explain(Reason("keywords", (0, 1), edition=edition(theme)), theme)
    'keywords "told me", "explain"'
    """
    parts = []
    words = _words(reason, theme)
    if words:
        parts.append(f"{'keyword' if len(words) == 1 else 'keywords'} {', '.join(words)}")
    elif reason.keywords:
        parts.append("keywords the theme had then")
    if len(reason.similar) == 1:
        parts.append("like 1 comment that people coded so")
    elif reason.similar:
        parts.append(f"like {len(reason.similar)} comments that people coded so")
    elif reason.kind in ("examples", "both"):
        parts.append("words of comments that people coded so")
    return "; ".join(parts) or "no reason was kept"


def _words(reason: Reason, theme: ThemeRecord) -> list[str]:
    """The keywords as they stand in the theme; none if its list has changed since."""
    if reason.edition != edition(theme):
        return []
    known = keys(theme)
    places = [place for place in reason.keywords if 0 <= place < len(known)]
    return [f'"{known[place]}"' for place in places[:SHOWN]]
