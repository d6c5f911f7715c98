"""What must hold between and within raw files beyond the shape of each record.

A check that leans on a file which can't be read is left out: its findings would be noise beside the
error that caused them. Everything else is checked and reported in one run.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Set
from functools import partial
from pathlib import PurePosixPath

from pydantic import TypeAdapter, ValidationError

from delrapport import (
    check_activities,
    check_allocation,
    check_coding,
    check_stated,
    check_statistics,
    coverage,
    facts,
    law,
    prose,
    withheld,
)
from delrapport.activities import ActivitiesFile
from delrapport.models import (
    Chapter,
    ChapterFile,
    CodebookFile,
    Day,
    EditionsFile,
    GuidesFile,
    Insert,
    InterviewsFile,
    Month,
    PaymentFile,
    Programme,
    ProgrammeFile,
    RawFile,
    Section,
    Statement,
    StatementsFile,
    TermsFile,
    Weeks,
)
from delrapport.parameters import Declaration
from delrapport.problems import Problem, one_of
from delrapport.raw import Raw, RawDocument
from delrapport.rawyaml import Path_
from delrapport.records import Records, assemble
from delrapport.statistics import IndicatorFile, ReceptionFile, VariableFile

Check = Callable[[Raw], Iterator[Problem]]
Kinds = frozenset[type[RawFile]]

ALLOCATION: Kinds = frozenset({ProgrammeFile, PaymentFile, IndicatorFile, ReceptionFile})
# A programme can do without any other kind of file.
REQUIRED: Kinds = frozenset({ProgrammeFile, EditionsFile})


def checked(raw: Raw, declaration: Declaration) -> tuple[list[Problem], Records | None]:
    """Everything that the raw files and the declared allocations say and that can't be so.

    Then the records, where they fit together well enough to have any.
    """
    declaration = declaration.weighted([f.indicator.id for f in raw.records(IndicatorFile)])
    parameters = partial(check_allocation.parameters, declaration=declaration)
    data = _run((*DATA_CHECKS, (parameters, ALLOCATION)), raw)
    chapters = _run(CHAPTER_CHECKS, raw)
    if data or raw.broken - {ChapterFile} or not all(raw.records(kind) for kind in REQUIRED):
        return data + chapters, None
    gaps = [*payment_gaps(raw), *check_allocation.inputs(raw, declaration)]
    gaps += [*check_activities.accounts(raw), *check_activities.gaps(raw)]
    if not chapters and ChapterFile not in raw.broken:
        gaps += chapter_gaps(raw)
    if gaps:
        return chapters + gaps, None
    records = assemble(raw, declaration)
    names = Counter(fact.id for fact in facts.declared(records))
    claims = check_coding.claim_answers(raw, records)
    facts_named = [*fact_names(raw, names), *chapter_facts(raw, names)]
    outcomes = check_allocation.outcomes(raw, records, declaration)
    return [*chapters, *facts_named, *claims, *outcomes], records


def _run(checks: tuple[tuple[Check, Kinds], ...], raw: Raw) -> list[Problem]:
    """The findings of every check whose ground is sound."""
    return [
        problem
        for check, leans_on in checks
        if not raw.broken & leans_on and all(raw.records(kind) for kind in REQUIRED & leans_on)
        for problem in check(raw)
    ]


def _twice(
    file: RawDocument, path: Path_, key: str, values: Iterable[str], seen: dict[str, str]
) -> Iterator[Problem]:
    """A problem for each value of `path[n].key` that was `seen` before; remembers where."""
    for place, value in enumerate(values):
        yield from file.once((*path, place, key), value, seen)


# --- The programme ---------------------------------------------------------------------------


def programme_ids(raw: Raw) -> Iterator[Problem]:
    """Ids and codes are unique; a district's board is one of its municipality's."""
    for file, record in raw.of(ProgrammeFile):
        path: Path_ = ("programme", "municipalities")
        municipalities = record.programme.municipalities
        yield from _twice(file, path, "id", [m.id for m in municipalities], {})
        yield from _twice(file, path, "code", [m.code for m in municipalities], {})
        yield from _counties(file, record.programme)
        if record.programme.first_year > record.programme.last_year:
            wrong = f"{record.programme.first_year} comes after {record.programme.last_year}"
            yield file.problem(("programme", "first_year"), wrong, "at most `last_year`")
        decisions = [decision.id for decision in record.programme.decisions]
        yield from _twice(file, ("programme", "decisions"), "id", decisions, {})
        seen: dict[str, str] = {}
        for m, municipality in enumerate(municipalities):
            inner = (*path, m, "districts")
            yield from _twice(file, inner, "id", [d.id for d in municipality.districts], seen)
            boards = [board.id for board in municipality.boards]
            yield from _twice(file, (*path, m, "boards"), "id", boards, {})
            earlier = [programme.id for programme in municipality.earlier_programmes]
            yield from _twice(file, (*path, m, "earlier_programmes"), "id", earlier, {})
            for d, district in enumerate(municipality.districts):
                if district.board is not None and district.board not in boards:
                    wrong = f"no board '{district.board}' in {municipality.name}"
                    yield file.problem((*inner, d, "board"), wrong, one_of(district.board, boards))


def _counties(file: RawDocument, programme: Programme) -> Iterator[Problem]:
    """Ids and codes are unique; where counties are declared, each municipality lies in one."""
    path: Path_ = ("programme", "counties")
    codes = [county.code for county in programme.counties]
    yield from _twice(file, path, "id", [county.id for county in programme.counties], {})
    yield from _twice(file, path, "code", codes, {})
    for m, municipality in enumerate(programme.municipalities):
        if codes and municipality.code[:2] not in codes:
            wrong = f"'{municipality.code}' lies in no county"
            allowed = f"codes that begin with {', '.join(codes)}"
            yield file.problem(("programme", "municipalities", m, "code"), wrong, allowed)


def edition_ids(raw: Raw) -> Iterator[Problem]:
    for file, record in raw.of(EditionsFile):
        yield from _twice(file, ("editions",), "id", [e.id for e in record.editions], {})


# --- Payments --------------------------------------------------------------------------------


def payment_amounts(raw: Raw) -> Iterator[Problem]:
    """Each district once, amounts that sum to the pot, and years in their order."""
    for file, record in raw.of(PaymentFile):
        payment = record.payment
        if PurePosixPath(file.name).stem != payment.id:
            yield file.misnamed(("payment", "id"), payment.id)
        path: Path_ = ("payment", "decided")
        yield from _twice(file, path, "district", [d.district for d in payment.decided], {})
        total = sum(decided.amount for decided in payment.decided) + payment.withheld
        if total != payment.pot:
            together = "amounts and what is withheld" if payment.withheld else "amounts"
            wrong = f"is {payment.pot}, but the {together} sum to {total} ({total - payment.pot:+})"
            yield file.problem(("payment", "pot"), wrong, f"{together} must sum to the pot")
        if payment.years.first >= payment.years.last:
            wrong = f"{payment.years.first} is not before {payment.years.last}"
            yield file.problem(("payment", "years", "first"), wrong, "an earlier year than `last`")


def payment_districts(raw: Raw) -> Iterator[Problem]:
    """Districts and municipalities are the programme's, and the source's own sums are right."""
    municipality_of = {
        district.id: municipality.id
        for municipality in raw.programme.municipalities
        for district in municipality.districts
    }
    for file, record in raw.of(PaymentFile):
        stated_sums = [stated.municipality for stated in record.payment.stated_sums]
        path: Path_ = ("payment", "stated_sums")
        yield from _twice(file, path, "municipality", stated_sums, {})
        sums: Counter[str] = Counter()
        for place, decided in enumerate(record.payment.decided):
            path = ("payment", "decided", place, "district")
            yield from file.known(path, decided.district, "district", municipality_of)
            sums[municipality_of.get(decided.district, "")] += decided.amount
        for place, stated in enumerate(record.payment.stated_sums):
            path = ("payment", "stated_sums", place)
            if stated.municipality not in sums:
                where = (*path, "municipality")
                yield from file.known(where, stated.municipality, "municipality", sums)
            elif sums[stated.municipality] != stated.amount:
                wrong = f"is {stated.amount}, but the districts sum to {sums[stated.municipality]}"
                yield file.problem((*path, "amount"), wrong, "the sum of the districts' amounts")


# --- Interviews ------------------------------------------------------------------------------


def guide_groups(raw: Raw) -> Iterator[Problem]:
    """Every group of interviewees has a guide, and ids are unique."""
    for file, record in raw.of(GuidesFile):
        if PurePosixPath(file.name).stem != record.round:
            yield file.misnamed(("round",), record.round)
        guides = [guide.id for guide in record.guides]
        yield from _twice(file, ("guides",), "id", guides, {})
        yield from _twice(file, ("groups",), "id", [group.id for group in record.groups], {})
        seen: dict[str, str] = {}
        for g, guide in enumerate(record.guides):
            questions = [question.id for question in guide.questions]
            yield from _twice(file, ("guides", g, "questions"), "id", questions, seen)
        shorts: dict[str, str] = dict.fromkeys(coverage.SIDES.values(), "majority and opposition")
        for g, group in enumerate(record.groups):
            if not group.political:
                yield from file.once(("groups", g, "short"), group.short, shorts)
            yield from file.known(("groups", g, "guide"), group.guide, "guide", guides)


def interview_rounds(raw: Raw) -> Iterator[Problem]:
    """Each file lies where its content says, weeks run forwards, named people have names."""
    for file, record in raw.of(InterviewsFile):
        place = PurePosixPath(file.name)
        if (place.parent.name, place.stem) != (record.round, record.municipality):
            yield file.misnamed(("municipality",), f"{record.round}/{record.municipality}")
        for field in ("weeks", "checked"):
            span: Weeks | None = getattr(record, field)
            if span is not None and span.first > span.last:
                wrong = f"week {span.first} comes after week {span.last}"
                yield file.problem((field, "first"), wrong, "at most `last`")
        for p, person in enumerate(record.interviewees):
            if record.level_of(person) == "named" and person.name is None:
                wrong = "has no name, but is to be `publish: named`"
                yield file.problem(("interviewees", p), wrong, "add `name:`, or `publish: role`")


def interview_people(raw: Raw) -> Iterator[Problem]:
    """Names exist; politicians, and only they, have a side, and a party where they are named."""
    municipalities = {each.id: each for each in raw.programme.municipalities}
    groups = {
        file.round: {group.id: group for group in file.groups} for file in raw.records(GuidesFile)
    }
    for file, record in raw.of(InterviewsFile):
        yield from file.known(
            ("municipality",), record.municipality, "municipality", municipalities
        )
        yield from file.known(("round",), record.round, "round with a guide", groups)
        if record.round not in groups or record.municipality not in municipalities:
            continue
        districts = [each.id for each in municipalities[record.municipality].districts]
        for p, person in enumerate(record.interviewees):
            path: Path_ = ("interviewees", p)
            for d, district in enumerate(person.districts):
                yield from file.known((*path, "districts", d), district, "district here", districts)
            group = groups[record.round].get(person.group)
            # Without a name a party would point to one of them.
            named = record.level_of(person) == "named"
            if group is None:
                known = groups[record.round]
                yield from file.known((*path, "group"), person.group, "group", known)
                continue
            for field in ("party", "side"):
                given = getattr(person, field) is not None
                if given and not group.political:
                    wrong = f"stands for a person of the group '{group.id}'"
                    yield file.problem((*path, field), wrong, "only politicians have it")
                elif group.political and not given and (field == "side" or named):
                    yield file.problem((*path, field), "is missing", "politicians must have it")


def withheld_names(raw: Raw) -> Iterator[Problem]:
    """No text says the name of a person whose name may not leave."""
    names = list(withheld.names(raw))
    if not names:
        return
    said = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    for file in raw.documents:
        for path in file.document.places:
            value = file.document.at(path)
            leaves = isinstance(value, str) and withheld.may_leave(file.record, path)
            if leaves and said.search(str(value)):
                wrong = "says the name of a person whose name may not leave"
                yield file.problem(path, wrong, "leave it out, or `publish: named`")


# --- Statements ------------------------------------------------------------------------------


def statement_values(raw: Raw) -> Iterator[Problem]:
    """Ids are unique over all files, and each value is written as its unit demands."""
    seen: dict[str, str] = {}
    for file, record in raw.of(StatementsFile):
        ids = [statement.id for statement in record.statements]
        yield from _twice(file, ("statements",), "id", ids, seen)
        for s, statement in enumerate(record.statements):
            yield from _statement_form(file, ("statements", s), statement)


DATES: dict[str, TypeAdapter[str]] = {"month": TypeAdapter(Month), "day": TypeAdapter(Day)}


def _statement_form(file: RawDocument, path: Path_, statement: Statement) -> Iterator[Problem]:
    wants_text = statement.unit in ("text", "month", "day")
    if isinstance(statement.value, str) != wants_text:
        allowed = "text, in quotes" if wants_text else "a whole number without spaces"
        wrong = f"{statement.value!r} is no value of the unit '{statement.unit}'"
        yield file.problem((*path, "value"), wrong, allowed)
        return
    if isinstance(statement.value, int) and statement.value < 0:
        yield file.problem((*path, "value"), f"{statement.value} is negative", "0 or more")
    form = DATES.get(statement.unit)
    try:
        if form is not None:
            form.validate_python(statement.value)
    except ValidationError:
        wrong = f"{statement.value!r} is no {statement.unit}"
        yield file.problem((*path, "value"), wrong, "2014-03 for a month, 2014-03-31 for a day")


def statement_municipalities(raw: Raw) -> Iterator[Problem]:
    municipalities = {each.id: each for each in raw.programme.municipalities}
    for file, record in raw.of(StatementsFile):
        for s, statement in enumerate(record.statements):
            path: Path_ = ("statements", s)
            if statement.municipality is None:
                continue
            where = (*path, "municipality")
            yield from file.known(where, statement.municipality, "municipality", municipalities)
            if not statement.id.startswith(f"{statement.municipality}."):
                wrong = f"'{statement.id}' belongs to {statement.municipality}"
                yield file.problem((*path, "id"), wrong, f"{statement.municipality}.…")


# --- Chapters --------------------------------------------------------------------------------


def chapter_places(raw: Raw) -> Iterator[Problem]:
    """A chapter lies in its report's folder under its own id, and its report is an edition."""
    editions = [edition.id for file in raw.records(EditionsFile) for edition in file.editions]
    municipalities = {each.id: each for each in raw.programme.municipalities}
    described: dict[tuple[str, str], str] = {}
    for file, record in raw.of(ChapterFile):
        place = PurePosixPath(file.name)
        if (place.parent.name, place.stem) != (record.report, record.chapter.id):
            yield file.misnamed(("chapter", "id"), f"{record.report}/{record.chapter.id}")
        yield from file.known(("report",), record.report, "edition", editions)
        if (municipality := record.chapter.municipality) is not None:
            path: Path_ = ("chapter", "municipality")
            yield from file.known(path, municipality, "municipality", municipalities)
            first = described.setdefault((record.report, municipality), file.name)
            if first != file.name:
                wrong = f"'{municipality}' has a chapter already, {first}"
                yield file.problem(path, wrong, "one chapter a municipality and report")


def chapter_texts(raw: Raw) -> Iterator[Problem]:
    """Texts hold nothing that the sandbox refuses, and each footnote is called exactly once."""
    terms = [term.term for file in raw.records(TermsFile) for term in file.terms]
    for file, record in raw.of(ChapterFile):
        calls: Counter[str] = Counter()
        for path, text in texts(record.chapter):
            if path[-1] in ("title", "heading") and any(prose.references(text)):
                yield file.problem(path, "a reference in a heading", "headings are plain text")
            for refusal in (*prose.refusals(text), *law.number_words(text, terms)):
                yield file.problem_in(path, refusal.line, refusal.wrong, refusal.allowed)
            for reference in prose.references(text):
                if reference.kind != "note":
                    continue
                calls[reference.id] += 1
                if reference.id not in record.chapter.footnotes:
                    allowed = one_of(reference.id, record.chapter.footnotes)
                    wrong = f"there is no footnote '{reference.id}'"
                    yield file.problem_in(path, reference.line, wrong, allowed)
        for note in record.chapter.footnotes:
            if calls[note] != 1:
                wrong = f"the footnote is called {calls[note]} times"
                yield file.problem(("chapter", "footnotes", note), wrong, f"[^{note}] exactly once")


def chapter_gaps(raw: Raw) -> Iterator[Problem]:
    """A report that has a chapter on a municipality has one on each."""
    described: dict[str, set[str]] = {}
    for record in raw.records(ChapterFile):
        if record.chapter.municipality is not None:
            described.setdefault(record.report, set()).add(record.chapter.municipality)
    for file, programme in raw.of(ProgrammeFile):
        for report, known in described.items():
            for m, municipality in enumerate(programme.programme.municipalities):
                if municipality.id not in known:
                    path: Path_ = ("programme", "municipalities", m, "id")
                    wrong = f"'{municipality.id}' has no chapter in {report}"
                    yield file.problem(
                        path, wrong, f"a file chapters/{report}/{municipality.id}.yaml"
                    )


# What is computed of one municipality.
OF_MUNICIPALITIES: Collection[Insert | None] = ("use of the money", "voices")


def chapter_inserts(raw: Raw) -> Iterator[Problem]:
    """An insert is about something that there is, and what is a municipality's in its chapter."""
    themes = [theme.id for file in raw.records(CodebookFile) for theme in file.codebook.themes]
    series = [file.indicator.id for file in raw.records(IndicatorFile)]
    series += [file.variable.id for file in raw.records(VariableFile)]
    for file, record in raw.of(ChapterFile):
        for path, section in _sections(record.chapter.sections, ("chapter", "sections")):
            if section.insert in OF_MUNICIPALITIES and record.chapter.municipality is None:
                wrong = f"'{section.insert}' stands in a chapter of no municipality"
                yield file.problem((*path, "insert"), wrong, "only in municipalities' chapters")
            match section.insert:
                case "answers":
                    kind, known = "theme", themes
                case "series":
                    kind, known = "indicator or variable", series
                case _:
                    kind, known = "", []
            if kind and section.of is None:
                yield file.problem((*path, "insert"), f"'{section.insert}' lacks `of`", f"a {kind}")
            elif kind and section.of is not None:
                yield from file.known((*path, "of"), section.of, kind, known)
            elif section.of is not None:
                wrong = "says what an insert is about that is about nothing in particular"
                yield file.problem((*path, "of"), wrong, "only with answers and series")


def payment_gaps(raw: Raw) -> Iterator[Problem]:
    """Every payment has an amount for each district of the programme."""
    for file, record in raw.of(PaymentFile):
        listed = {each.district for each in record.payment.decided}
        for municipality in raw.programme.municipalities:
            for district in municipality.districts:
                if district.id not in listed:
                    wrong = f"has no amount for the district '{district.id}'"
                    yield file.problem(("payment", "decided"), wrong, "0 where it got nothing")


def fact_names(raw: Raw, names: Counter[str]) -> Iterator[Problem]:
    """No id of a place makes two facts share a name: a municipality can't be called "pot"."""
    for file, _ in raw.of(ProgrammeFile):
        for name in (name for name, count in names.items() if count > 1):
            wrong = f"the ids make two facts that are called {name}"
            yield file.problem(("programme", "municipalities"), wrong, "another id")


def chapter_facts(raw: Raw, names: Iterable[str]) -> Iterator[Problem]:
    """Every fact that a chapter prints exists."""
    known = set(names)
    for file, record in raw.of(ChapterFile):
        for path, text in texts(record.chapter):
            for reference in prose.references(text):
                if reference.kind == "fact" and reference.id not in known:
                    wrong = f"there is no fact '{reference.id}'"
                    allowed = one_of_facts(reference.id, known)
                    yield file.problem_in(path, reference.line, wrong, allowed)


def one_of_facts(wrong: str, known: Set[str]) -> str:
    """As `one_of`, among the facts that begin alike: of all the thousands it would take minutes."""
    parts = wrong.split(".")
    kinds = sorted({fact.partition(".")[0] for fact in known})
    starts = [".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]
    for start in (*starts, *difflib.get_close_matches(parts[0], kinds, n=1, cutoff=0.8)):
        if near := [fact for fact in known if fact.startswith(f"{start}.")]:
            return one_of(wrong, near)
    return f"{len(known)} are allowed; build/facts.json has them all"


def texts(chapter: Chapter) -> Iterator[tuple[Path_, str]]:
    """Every text of a chapter that is printed, with its path in the file."""
    yield ("chapter", "title"), chapter.title
    if chapter.text is not None:
        yield ("chapter", "text"), chapter.text
    yield from _section_texts(chapter.sections, ("chapter", "sections"))
    for note, text in chapter.footnotes.items():
        yield ("chapter", "footnotes", note), text


def _section_texts(sections: list[Section], path: Path_) -> Iterator[tuple[Path_, str]]:
    for place, section in _sections(sections, path):
        yield (*place, "heading"), section.heading
        if section.text is not None:
            yield (*place, "text"), section.text


def _sections(sections: list[Section], path: Path_) -> Iterator[tuple[Path_, Section]]:
    """Sections at any depth in reading order, each with its path in the file."""
    for s, section in enumerate(sections):
        yield (*path, s), section
        yield from _sections(section.sections, (*path, s, "sections"))


# Each check with the kinds of file that it leans on besides the one it looks at.
DATA_CHECKS: tuple[tuple[Check, Kinds], ...] = (
    (programme_ids, frozenset()),
    (edition_ids, frozenset()),
    (payment_amounts, frozenset()),
    (payment_districts, frozenset({ProgrammeFile})),
    (guide_groups, frozenset()),
    (interview_rounds, frozenset()),
    (interview_people, frozenset({ProgrammeFile, GuidesFile})),
    (withheld_names, frozenset()),
    (check_statistics.followed, frozenset()),
    (check_statistics.moves, frozenset()),
    (check_statistics.reception, frozenset()),
    (check_statistics.places, frozenset({ProgrammeFile})),
    (check_activities.files, frozenset()),
    (check_activities.names, frozenset({ProgrammeFile, PaymentFile})),
    (check_activities.purposes, frozenset({IndicatorFile, CodebookFile})),
    (check_activities.years, frozenset({ActivitiesFile})),
    (check_statistics.themes, frozenset({CodebookFile})),
    (statement_values, frozenset()),
    (statement_municipalities, frozenset({ProgrammeFile})),
    (check_stated.payments, frozenset({PaymentFile})),
    (check_coding.codebook, frozenset()),
    (check_coding.themes, frozenset({CodebookFile})),
    (check_coding.conclusions, frozenset({IndicatorFile})),
    (check_coding.segments, frozenset({ProgrammeFile, GuidesFile})),
    (check_coding.speakers, frozenset({GuidesFile})),
    (check_coding.claim_forms, frozenset({CodebookFile, GuidesFile, PaymentFile})),
)
CHAPTER_CHECKS: tuple[tuple[Check, Kinds], ...] = (
    (chapter_places, frozenset({ProgrammeFile, EditionsFile})),
    (chapter_texts, frozenset()),
    (chapter_inserts, frozenset({CodebookFile, IndicatorFile, VariableFile})),
)
