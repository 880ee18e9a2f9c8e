"""What messages say: the text that comes with the product, or the one that staff wrote instead.

Each language has its own text; writing one changes no other. A text remembers the English that it
was made from: when the English has changed since, it is out of date, and staff are told so.
Versions are kept and never change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.template.loader import render_to_string
from django.utils import translation

from .. import audit, languages, merge_fields
from ..errors import BadInput
from ..models import Assembly, MailText
from ..permissions import Actor
from .kinds import KINDS, Kind

LONGEST_SUBJECT = 150
LONGEST_BODY = 6_000
ORIGINAL, EDITED, OUTDATED = "as it comes", "edited", "out of date"


@dataclass(frozen=True)
class Text:
    """A subject and a body, with `((name))` where something is filled in."""

    subject: str
    body: str

    @property
    def whole(self) -> str:
        return f"{self.subject}\n\n{self.body}"

    def filled(self, values: dict[str, str]) -> "Text":
        """Return what leaves: fields replaced, lines left empty by them closed up."""
        subject = " ".join(merge_fields.fill(self.subject, values).split())
        return Text(subject, tidy(merge_fields.fill(self.body, values)) + "\n")


@dataclass(frozen=True)
class Standing:
    """How the text of one kind stands in one language. `version` 0 is nobody's yet."""

    kind: Kind
    language: languages.Language
    version: int
    state: str


def tidy(text: str) -> str:
    """Return a text with plain line ends and never two empty lines together."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = [line for at, line in enumerate(lines) if line or at == 0 or lines[at - 1]]
    return "\n".join(kept).strip()


def rendered(kind: str, values: Mapping[str, object]) -> Text:
    """Return the product's own text with these values, in the language that is current."""
    text = render_to_string(f"mail/{kind}.txt", values).strip()
    subject, _, body = text.partition("\n")
    return Text(subject.removeprefix("Subject: ").strip(), tidy(body) + "\n")


@cache
def original(kind: str, language: str) -> Text:
    """Return the text that comes with the product, its fields unfilled."""
    with translation.override(language):
        holders = {field.key: f"(({name}))" for name, field in KINDS[kind].fields.items()}
        found = rendered(kind, holders)
    return Text(found.subject, found.body.strip())


def latest(assembly: Assembly, kind: str, language: str) -> MailText | None:
    """Return the newest version that staff saved, if any."""
    saved = MailText.objects.filter(assembly=assembly, kind=kind, language=language)
    return saved.order_by("-version").first()


def in_force(assembly: Assembly, kind: str, language: str) -> Text:
    """Return what a message of this kind says now in this language."""
    return _text_of(latest(assembly, kind, language), kind, language)


def _text_of(saved: MailText | None, kind: str, language: str) -> Text:
    if saved is None or not saved.subject:
        return original(kind, language)
    return Text(saved.subject, saved.body)


def check(kind: Kind, text: Text) -> dict[str, list[str]]:
    """Say what is wrong with a text, under `subject` and `body`; empty if nothing is."""
    known = set(kind.fields)
    subject, body = (merge_fields.unknown(part, known) for part in (text.subject, text.body))
    secret = {name for name, field in kind.fields.items() if field.secret}
    if not text.subject:
        subject.append("Enter a subject.")
    if len(text.subject) > LONGEST_SUBJECT:
        subject.append(f"A subject has at most {LONGEST_SUBJECT} characters.")
    subject += [
        f"(({name})) cannot stand in the subject: mail programs show it to whoever looks on."
        for name in sorted(secret & set(merge_fields.used(text.subject)))
    ]
    if not text.body:
        body.append("Enter the text of the message.")
    if len(text.body) > LONGEST_BODY:
        body.append(f"A message has at most {LONGEST_BODY:,} characters.")
    missing = [name for name in kind.needed if name not in merge_fields.used(text.body)]
    body += [
        f"(({name})) is missing: {kind.fields[name].says.lower()}. It cannot be left out."
        for name in missing
    ]
    return {place: found for place, found in (("subject", subject), ("body", body)) if found}


def draft(kind: str, subject: str, body: str) -> Text:
    """Return what somebody wrote, tidied; raise `BadInput` if a message cannot say it."""
    text = Text(" ".join(subject.split()), tidy(body))
    if problems := check(kind_of(kind), text):
        raise BadInput(" ".join(found for place in problems.values() for found in place))
    return text


def kind_of(kind: str) -> Kind:
    """Return a kind of message; raise `BadInput` for one that does not exist."""
    if kind not in KINDS:
        raise BadInput("There is no such kind of message.")
    return KINDS[kind]


def languages_of(kind: Kind) -> tuple[languages.Language, ...]:
    """Return the languages in which a kind of message leaves."""
    return languages.LANGUAGES if kind.translated else (languages.ENGLISH,)


def save(
    assembly: Assembly,
    kind: str,
    language: str,
    *,
    subject: str,
    body: str,
    by: Actor,
    now: datetime,
) -> MailText:
    """Keep a text as the next version of its kind and language."""
    text = draft(kind, subject, body)
    return _keep(assembly, kind, language, text, by=by, now=now)


def restore(assembly: Assembly, kind: str, language: str, *, by: Actor, now: datetime) -> MailText:
    """Go back to the text that comes with the product; the versions before are kept."""
    return _keep(assembly, kind, language, Text("", ""), by=by, now=now)


def _keep(
    assembly: Assembly, kind: str, language: str, text: Text, *, by: Actor, now: datetime
) -> MailText:
    if language not in {one.code for one in languages_of(kind_of(kind))}:
        raise BadInput("This message does not leave in that language.")
    with audit.act("mail.write", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update().get(pk=assembly.pk)
        before = latest(assembly, kind, language)
        kept = MailText.objects.create(
            assembly=assembly,
            kind=kind,
            language=language,
            version=before.version + 1 if before else 1,
            subject=text.subject,
            body=text.body,
            source=in_force(assembly, kind, languages.ENGLISH.code).whole,
            saved_by=by.label,
            saved_at=now,
        )
        record.about(kept, kind=kind, language=language, version=kept.version)
    return kept


def overview(assembly: Assembly) -> list[tuple[Kind, list[Standing]]]:
    """Return each kind with how its text stands in each of its languages."""
    saved = MailText.objects.filter(assembly=assembly).order_by("version")
    newest = {(one.kind, one.language): one for one in saved}
    return [
        (kind, [_standing(kind, language, newest) for language in languages_of(kind)])
        for kind in KINDS.values()
    ]


def standing(assembly: Assembly, kind: Kind, language: languages.Language) -> Standing:
    """Return how one text stands."""
    return next(
        one
        for each, standings in overview(assembly)
        for one in standings
        if each is kind and one.language is language
    )


def _standing(
    kind: Kind, language: languages.Language, newest: dict[tuple[str, str], MailText]
) -> Standing:
    mine = newest.get((kind.key, language.code))
    english = _text_of(newest.get((kind.key, languages.ENGLISH.code)), kind.key, "en-gb").whole
    is_edited = bool(mine and mine.subject)
    if language is languages.ENGLISH:
        state = EDITED if is_edited else ORIGINAL
    elif is_edited and mine:
        state = EDITED if mine.source == english else OUTDATED
    else:
        state = ORIGINAL if original(kind.key, "en-gb").whole == english else OUTDATED
    return Standing(kind, language, mine.version if mine else 0, state)
