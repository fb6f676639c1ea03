"""What the team makes of what was said: themes, tags and summaries. No words of people."""

from analysis.models.agreement import Assignment, CodingTask
from analysis.models.codebook import Codebook, CodebookChange, Theme
from analysis.models.discovery import Candidate, CandidateComment, CandidatePlace, Discovery
from analysis.models.drafting import Alternative, Drafting
from analysis.models.readings import Reading
from analysis.models.review import AuditSample, NextThemes, ReviewPlace
from analysis.models.runs import Decision, Run, Suggestion, Tag
from analysis.models.summaries import Sentence, SentenceEvidence, Summary, SummaryVersion
from analysis.models.vectors import Vector

__all__ = [
    "Alternative",
    "Assignment",
    "AuditSample",
    "Candidate",
    "CandidateComment",
    "CandidatePlace",
    "Codebook",
    "CodebookChange",
    "CodingTask",
    "Decision",
    "Discovery",
    "Drafting",
    "NextThemes",
    "Reading",
    "ReviewPlace",
    "Run",
    "Sentence",
    "SentenceEvidence",
    "Suggestion",
    "Summary",
    "SummaryVersion",
    "Tag",
    "Theme",
    "Vector",
]
