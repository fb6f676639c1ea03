"""A theme that people raised, and the people who sum it up."""

from dataclasses import dataclass

from accounts.models import User
from analysis.models import SentenceEvidence, SummaryVersion, Theme
from analysis.services import approval, summaries
from analysis.services.summaries import Span
from feedback.models import Comment
from initiatives.models import Initiative
from tests import factories as make

# What several people said, each of something else.
SEVERAL = (
    "They never called me back about my son.",
    "The letter came three weeks after the meeting.",
    "My caseworker was kind and explained it all.",
    "Nobody at the desk speaks my language at all.",
    "The bus to the court runs only twice a day.",
    "The forms ask the same thing again and again.",
    "A lawyer helped me read the whole court paper.",
)


@dataclass(frozen=True)
class Team:
    """An initiative with an analyst, an approver and one theme."""

    initiative: Initiative
    analyst: User
    approver: User
    theme: Theme

    def said(self, words: str, **fields) -> Comment:
        """A comment with the theme on all of it."""
        comment = make.make_comment(self.initiative, words, **fields)
        make.make_tag(comment, self.theme, coder=self.analyst)
        return comment

    def draft(self, *comments: Comment, words: str = "Nobody calls back.") -> SummaryVersion:
        """A draft by the analyst: a sentence that rests on the comments, and each as a quote."""
        version = summaries.begin_summary(actor=self.analyst, about=self.theme)
        evidence = [span_of(comment) for comment in comments]
        summaries.add_sentence(actor=self.analyst, version=version, words=words, evidence=evidence)
        for comment in comments:
            if comment.may_quote:
                summaries.add_quote(actor=self.analyst, version=version, span=span_of(comment))
        return version

    def handed_in(self, *comments: Comment, **fields) -> SummaryVersion:
        version = self.draft(*comments, **fields)
        return summaries.submit_summary(actor=self.analyst, version=version)

    def approved(self, *comments: Comment, **fields) -> SummaryVersion:
        version = self.handed_in(*comments, **fields)
        approval.approve_summary(
            actor=self.approver,
            version=version,
            found_safe=quotes_of(version),
            seen=approval.token_of(version),
        )
        self.theme.refresh_from_db()
        version.refresh_from_db()
        return version

    def approved_again(self) -> SummaryVersion:
        """The next version, as it was copied."""
        version = summaries.begin_summary(actor=self.analyst, about=self.theme)
        summaries.submit_summary(actor=self.analyst, version=version)
        return approval.approve_summary(
            actor=self.approver,
            version=version,
            found_safe=quotes_of(version),
            seen=approval.token_of(version),
        )


def make_team(slug: str = "river", theme: str = "Calls") -> Team:
    initiative = make.InitiativeFactory(slug=slug)
    return Team(
        initiative,
        make.make_member(initiative, "analyst", name="Ana"),
        make.make_member(initiative, "approver", name="Lee"),
        make.make_codebook(initiative, theme).theme_set.get(),
    )


def span_of(comment: Comment) -> Span:
    return Span(comment.pk, 0, len(comment.original))


def quotes_of(version: SummaryVersion) -> set[int]:
    """The numbers of the version's quotes."""
    quotes = SentenceEvidence.objects.filter(sentence__version=version, is_quoted=True)
    return set(quotes.values_list("pk", flat=True))
