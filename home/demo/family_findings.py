"""What was found in `family-voices`: a run, decisions, summaries with quotes, and answers.

The analyst and the approver of the demo do here, by the services, what they would do on screen:
the summaries are written by one and approved by the other.
"""

import json
from datetime import date, timedelta
from pathlib import Path

from accounts.models import User
from analysis.models import Codebook, Run, SentenceEvidence, Suggestion, SummaryVersion, Tag, Theme
from analysis.services import add_tag, decide_suggestions, start_run, work_on_run
from analysis.services.approval import approve_summary, token_of
from analysis.services.summaries import (
    Span,
    add_quote,
    add_sentence,
    begin_summary,
    submit_summary,
)
from feedback.models import Comment
from followup.models import Action
from followup.services import move_action, propose_action
from home.demo.building import at, clock_at
from home.demo.family_words import Voice, read_voices
from initiatives.models import DecisionPoint, Initiative

FILE = Path(__file__).parent / "findings.json"
# The analyst has looked at so many comments of the run; the others wait to be reviewed.
REVIEWED = 18


def find(
    *,
    initiative: Initiative,
    people: dict[str, User],
    points: dict[str, DecisionPoint],
    comments: dict[str, int],
    today: date,
) -> None:
    """The second half of the loop. Days on which an action is due are counted from `today`."""
    analyst, approver = people["analyst"], people["approver"]
    content = json.loads(FILE.read_text(encoding="utf-8"))
    codebook = Codebook.objects.get(initiative=initiative)
    themes = {theme.code: theme for theme in codebook.theme_set.all()}
    voices = {comments[voice.key]: voice for voice in read_voices()}
    with clock_at(at("2026-11-02", "16:00")):
        run = start_run(actor=analyst, codebook=codebook)
        work_on_run(run_id=run.pk)
    with clock_at(at("2026-11-03", "16:30")):
        _review(analyst, run, voices)
    for row in content["summaries"]:
        with clock_at(at(row["day"], "17:00")):
            version = _write(analyst, themes[row["theme"]], row["sentences"], comments)
        if row["approved"]:
            with clock_at(at(row["approved"], "18:00")):
                _approve(approver, version)
    for row in content["actions"]:
        _answer(approver, themes[row["theme"]], points[row["decision_point"]], row, today)


def _review(analyst: User, run: Run, voices: dict[int, Voice]) -> None:
    """Accept the suggestions that the file's codes bear out, and reject the others."""
    rows: dict[int, list[Suggestion]] = {}
    for row in Suggestion.objects.filter(run=run).select_related("theme").order_by("comment", "pk"):
        rows.setdefault(row.comment_id, []).append(row)
    found = Comment.objects.in_bulk(list(rows)[:REVIEWED])
    for number, comment in sorted(found.items()):
        right = {row.pk for row in rows[number] if row.theme.code in voices[number].codes}
        wrong = {row.pk for row in rows[number]} - right
        decide_suggestions(actor=analyst, comment=comment, accept=right, reject=wrong)


def _write(analyst: User, theme: Theme, sentences, comments: dict[str, int]) -> SummaryVersion:
    """Write a summary and hand it in. What it rests on has the theme from then on."""
    version = begin_summary(actor=analyst, about=theme)
    for row in sentences:
        keys = row.get("evidence") or [row["of"]]
        found = {key: Comment.objects.get(pk=comments[key]) for key in keys}
        for comment in found.values():
            _tag(analyst, comment, theme)
        if "quote" in row:
            comment = found[row["of"]]
            start = comment.original.index(row["quote"])
            span = Span(comment.pk, start, start + len(row["quote"]))
            add_quote(actor=analyst, version=version, span=span)
        else:
            whole = [Span(comment.pk, 0, len(comment.original)) for comment in found.values()]
            add_sentence(actor=analyst, version=version, words=row["words"], evidence=whole)
    return submit_summary(actor=analyst, version=version)


def _tag(analyst: User, comment: Comment, theme: Theme) -> None:
    if not Tag.objects.filter(comment=comment, theme=theme).exists():
        end = len(comment.original)
        add_tag(actor=analyst, comment=comment, theme=theme, start=0, end=end)


def _approve(approver: User, version: SummaryVersion) -> None:
    """The approver has read each quote: none points to a person."""
    quotes = SentenceEvidence.objects.filter(sentence__version=version, is_quoted=True)
    safe = list(quotes.values_list("pk", flat=True))
    approve_summary(actor=approver, version=version, found_safe=safe, seen=token_of(version))


def _answer(approver: User, theme: Theme, point: DecisionPoint, row: dict, today: date) -> Action:
    steps = row["steps"]
    due_on = None if row["due_in"] is None else today + timedelta(days=row["due_in"])
    with clock_at(at(steps[0]["day"], "15:00")):
        action = propose_action(
            actor=approver,
            theme=Theme.objects.get(pk=theme.pk),
            decision_point=point,
            what=row["what"],
            owner=row["owner"],
            due_on=due_on,
        )
    for step in steps:
        with clock_at(at(step["day"], "16:00")):
            action = move_action(
                actor=approver,
                action=action,
                state=step["state"],
                reason=step.get("reason", ""),
                note=step.get("note", ""),
            )
    return action
