"""The shapes of the demonstration's texts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SpeakerText:
    key: str
    name: str
    post: str
    organisation: str
    sector: str  # council|police|academic|community|lived|business|other
    position: str  # the view on the question, one of the few labels used throughout
    interests: str


@dataclass(frozen=True)
class ItemText:
    start: str  # "10:00"
    minutes: int
    title: str
    kind: str  # a value of AgendaItem.Kind
    description: str = ""
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True)
class HalfDayText:
    date: str  # ISO
    starts: str
    ends: str
    title: str
    items: tuple[ItemText, ...]


@dataclass(frozen=True)
class WeekendText:
    number: int
    title: str
    halves: tuple[HalfDayText, ...]


@dataclass(frozen=True)
class EvidenceText:
    key: str
    weekend: int
    half: int  # index of the half-day within the weekend, 0 to 3
    kind: str  # a value of EvidenceItem.Kind
    title: str
    summary: str
    body: str  # Markdown, 150 to 400 words
    position: str
    minutes: int
    speaker: str = ""
    review: str = "approve"  # what most Board members say; a few items "changes" first
    revised_body: str = ""  # for items that changed after the Board asked


@dataclass(frozen=True)
class QuestionText:
    evidence: str
    question: str
    answer: str


@dataclass(frozen=True)
class RecommendationText:
    number: int
    theme: str
    title: str
    draft: str  # first draft, Markdown, 40 to 80 words
    final: str  # final text, Markdown, 60 to 120 words: what, who, by when
    reason: str  # why it was revised
    support: tuple[int, int, int, int, int]
    # Votes of the 44: strongly agree, agree, disagree, strongly disagree, abstain.
    minority: str = ""  # a minority statement, at most 150 words


@dataclass(frozen=True)
class ActionText:
    title: str
    owner: str  # a post
    due: str  # ISO date
    proof: str  # what must be shown to call it done
    updates: tuple[tuple[str, str, str], ...] = ()  # ISO date, ProgressUpdate.Status, text


@dataclass(frozen=True)
class ResponseText:
    number: int
    body: str  # "council" | "police"
    position: str  # accepted|partly|rejected|further_work
    text: str  # Markdown, 60 to 140 words
    published: str  # ISO date
    actions: tuple[ActionText, ...] = ()
