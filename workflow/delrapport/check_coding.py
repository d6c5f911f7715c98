"""What must hold of the codebook, of coded segments, and of the claims computed from them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from delrapport import answers, law, prose
from delrapport.claims import EmptyClaimError
from delrapport.models import (
    Claim,
    ClaimsFile,
    Code,
    CodebookFile,
    Group,
    GuidesFile,
    InterviewsFile,
    PaymentFile,
    Phrases,
    Segment,
)
from delrapport.problems import Problem, one_of
from delrapport.raw import Raw, RawDocument
from delrapport.rawyaml import Path_
from delrapport.records import Records
from delrapport.statistics import IndicatorFile

# The keys that each form of claim needs, besides id and form; any other is out of place.
NEEDS: dict[str, tuple[str, ...]] = {
    "list": ("code", "answer"),
    "count": ("code", "answer"),
    "complement": ("code", "answer"),
    "quantifier": ("code", "answer"),
    "exception": ("code",),
    "gap": ("group",),
    "extreme": ("level", "place"),
}
MAY_HAVE = {"gap": ("side",)}


def codebook(raw: Raw) -> Iterator[Problem]:
    """Ids are unique, and each code says what its answers yield."""
    for file, record in raw.of(CodebookFile):
        seen: dict[str, str] = {}
        themes: dict[str, str] = {}
        for t, theme in enumerate(record.codebook.themes):
            path: Path_ = ("codebook", "themes", t)
            yield from file.once((*path, "id"), theme.id, themes)
            for c, code in enumerate(theme.codes):
                place: Path_ = (*path, "codes", c)
                yield from file.once((*place, "id"), code.id, seen)
                yield from _answers(file, (*place, "answers"), code)


def _answers(file: RawDocument, path: Path_, code: Code) -> Iterator[Problem]:
    for answer, phrases in code.answers.items():
        yield from _phrases(file, (*path, answer), phrases)
    if "yes" not in code.answers:
        yield file.problem(path, "has no phrase for yes", "`yes:` with singular and plural")
    elif "no" not in code.answers and code.answers["yes"].negated is None:
        allowed = "`negated` beside it, or phrases for `no`"
        yield file.problem((*path, "yes"), "has no negation", allowed)


def _phrases(file: RawDocument, path: Path_, phrases: Phrases) -> Iterator[Problem]:
    """A phrase holds no figure: it would be printed as if it were computed."""
    for key, phrase in phrases.model_dump(exclude_none=True).items():
        for refusal in (*prose.refusals(phrase), *law.number_words(phrase, ())):
            yield file.problem((*path, key), refusal.wrong, "a predicate without figures")


def conclusions(raw: Raw) -> Iterator[Problem]:
    """Each rule can be met: years in their order that indicators have, and indicators enough."""
    indicators = [file.indicator for file in raw.records(IndicatorFile)]
    years = sorted({year for indicator in indicators for year in indicator.years})
    for file, record in raw.of(CodebookFile):
        seen: dict[str, str] = {}
        for number, rule in enumerate(record.codebook.conclusions):
            path: Path_ = ("codebook", "conclusions", number)
            yield from file.once((*path, "id"), rule.id, seen)
            yield from _phrases(file, (*path, "phrases"), rule.phrases)
            if rule.first >= rule.last:
                wrong = f"{rule.first} is not before {rule.last}"
                yield file.problem((*path, "first"), wrong, "an earlier year than `last`")
            for key in ("first", "last"):
                if years and (year := getattr(rule, key)) not in years:
                    wrong = f"no indicator has the year {year}"
                    yield file.problem((*path, key), wrong, one_of(str(year), map(str, years)))
            if rule.at_least > len(indicators):
                wrong = f"is {rule.at_least}; there are {len(indicators)} indicators"
                yield file.problem((*path, "at_least"), wrong, f"1 to {len(indicators)}")


def segments(raw: Raw) -> Iterator[Problem]:
    """Every segment's code is one of its round's, and its districts are the municipality's own."""
    codes = {file.round: file.codes for file in raw.records(GuidesFile)}
    districts = {m.id: [d.id for d in m.districts] for m in raw.programme.municipalities}
    for file, record in raw.of(InterviewsFile):
        for s, segment in enumerate(record.segments):
            path: Path_ = ("segments", s)
            if record.round in codes:
                known = codes[record.round]
                yield from file.known((*path, "code"), segment.code, "code", known)
            own = districts.get(record.municipality, [])
            for d, district in enumerate(segment.districts):
                yield from file.known((*path, "districts", d), district, "district here", own)


def speakers(raw: Raw) -> Iterator[Problem]:
    """Who says a segment is a role of the round, and one that was interviewed there."""
    groups = {file.round: {g.id: g for g in file.groups} for file in raw.records(GuidesFile)}
    for file, record in raw.of(InterviewsFile):
        known = groups.get(record.round)
        if known is None:
            continue
        heard = {(person.group, person.side) for person in record.interviewees}
        for s, segment in enumerate(record.segments):
            path: Path_ = ("segments", s)
            if segment.group is None:
                if segment.side is not None:
                    yield file.problem((*path, "side"), "stands without a group", "add `group:`")
                continue
            yield from file.known((*path, "group"), segment.group, "group", known)
            if segment.group in known:
                yield from _speaker(file, path, segment, known[segment.group], heard)


def _speaker(
    file: RawDocument,
    path: Path_,
    segment: Segment,
    group: Group,
    heard: Collection[tuple[str, str | None]],
) -> Iterator[Problem]:
    if segment.side is not None and not group.political:
        wrong = f"stands for the group '{group.id}'"
        yield file.problem((*path, "side"), wrong, "only a political group has it")
    elif segment.side is None and group.political:
        yield file.problem((*path, "side"), "is missing", "a political group must have it")
    elif (group.id, segment.side) not in heard:
        key = "side" if group.political else "group"
        wrong = f"nobody of '{segment.side or group.id}' was interviewed here"
        yield file.problem((*path, key), wrong, "a role of an interviewee of this file")


def themes(raw: Raw) -> Iterator[Problem]:
    """Every question belongs to a theme of the codebook, and every code is one of its."""
    known = [theme.id for file in raw.records(CodebookFile) for theme in file.codebook.themes]
    codes = [code.id for file in raw.records(CodebookFile) for code in _codes(file)]
    for file, record in raw.of(GuidesFile):
        seen: dict[str, str] = {}
        for c, code in enumerate(record.codes):
            yield from file.known(("codes", c), code, "code", codes)
            yield from file.once(("codes", c), code, seen)
        for g, guide in enumerate(record.guides):
            for q, question in enumerate(guide.questions):
                path: Path_ = ("guides", g, "questions", q, "theme")
                yield from file.known(path, question.theme, "theme", known)


def claim_forms(raw: Raw) -> Iterator[Problem]:
    """Each claim has what its form needs and nothing else, and names what exists."""
    seen: dict[str, str] = {}
    codes = {code.id: code for file in raw.records(CodebookFile) for code in _codes(file)}
    guides = {file.round: [group.id for group in file.groups] for file in raw.records(GuidesFile)}
    payments = [file.payment.id for file in raw.records(PaymentFile)]
    for file, record in raw.of(ClaimsFile):
        yield from file.known(("round",), record.round, "round with guides", guides)
        yield from file.known(("payment",), record.payment, "payment", payments)
        for number, claim in enumerate(record.claims):
            path: Path_ = ("claims", number)
            yield from file.once((*path, "id"), claim.id, seen)
            yield from _form(file, path, claim)
            if claim.code is not None:
                yield from file.known((*path, "code"), claim.code, "code", codes)
            if claim.code in codes and claim.answer not in (None, "no", *codes[claim.code].answers):
                answers = one_of(str(claim.answer), ["no", *codes[claim.code].answers])
                wrong = f"the code '{claim.code}' has no phrase for {claim.answer}"
                yield file.problem((*path, "answer"), wrong, answers)
            if claim.group is not None and record.round in guides:
                yield from file.known((*path, "group"), claim.group, "group", guides[record.round])


def _form(file: RawDocument, path: Path_, claim: Claim) -> Iterator[Problem]:
    given = claim.model_dump(exclude_none=True, exclude={"id", "form"})
    needs = NEEDS[claim.form]
    for key in needs:
        if key not in given:
            yield file.problem((*path, key), "is missing", f"the form '{claim.form}' needs it")
    for key in given:
        if key not in needs and key not in MAY_HAVE.get(claim.form, ()):
            allowed = f"{claim.form} has {', '.join(needs)}"
            yield file.problem((*path, key), f"has no meaning in the form '{claim.form}'", allowed)


def claim_answers(raw: Raw, records: Records) -> Iterator[Problem]:
    """The material answers each claim; asked last, when everything that it leans on is right."""
    for file, record in raw.of(ClaimsFile):
        said = answers.material(records, record.round)
        for number, claim in enumerate(record.claims):
            try:
                answers.answer(claim, record, records, said)
            except EmptyClaimError as error:
                allowed = "code what is missing, or take the claim out"
                yield file.problem(("claims", number), str(error), allowed)


def _codes(file: CodebookFile) -> Iterator[Code]:
    for theme in file.codebook.themes:
        yield from theme.codes
