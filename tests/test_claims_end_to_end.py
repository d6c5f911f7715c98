"""One code changed in one interview changes, in the finished PDF, the sentences about it alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Build, facts_of, words
from pypdfium2 import PdfDocument

MM = 72 / 25.4
# Of the page's height: running heads above, page numbers and running feet below.
HEAD, FOOT = 22 * MM, 21 * MM
# PDFium's sign for a hyphen at the end of a line, which it joins to the next; but not over pages.
HYPHEN = re.compile("\x02\\s*")


@dataclass(frozen=True)
class Change:
    """A new answer, and the sentence of the reflections in which it must be read."""

    municipality: str
    code: str
    old: str
    new: str
    before: str
    after: str


CHANGES = [
    Change(
        "sodertalje",
        "money-to-district",
        "no",
        "yes",
        "alla kommuner utom Södertälje uppger sig ha beslutat att varje stadsdel",
        "alla kommuner uppger sig ha beslutat att varje stadsdel",
    ),
    Change(
        "sodertalje",
        "money-to-district",
        "no",
        "unclear",
        "alla kommuner utom Södertälje uppger sig ha beslutat att varje stadsdel",
        "alla åtta kommuner där svaret är känt uppger sig ha beslutat att varje stadsdel",
    ),
    Change(
        "kristianstad",
        "employment-service-member",
        "no",
        "yes",
        "Borås, Malmö och Växjö har med Arbetsförmedlingen i sina organisationer, medan "
        "Kristianstad och Landskrona har ordnat organisationen utan Arbetsförmedlingen",
        "Borås, Kristianstad, Malmö och Växjö har med Arbetsförmedlingen i sina organisationer, "
        "medan Landskrona har ordnat organisationen utan Arbetsförmedlingen",
    ),
]


def text_of(report: Path) -> str:
    """The running text of a PDF as one line, without what stands at head and foot of pages."""
    pages = [
        page.get_textpage().get_text_bounded(bottom=FOOT, top=page.get_height() - HEAD)
        for page in PdfDocument(report)
    ]
    return plain(words(HYPHEN.sub("", "\n".join(pages))))


def plain(text: str) -> str:
    """Without hyphens: where a line ends, and a word is parted, is not what is compared."""
    return text.replace("-", "")


def sentences(report: Path) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", text_of(report))


def facts(build: Build) -> dict[str, object]:
    """The facts that the report may print."""
    return {fact.id: fact.text for fact in facts_of(build.folder).values()}


def claims_on(build: Build, code: str) -> list[str]:
    """The facts of the claims that are made on a code."""
    text = (build.folder / "data/raw/claims/delrapport-1.yaml").read_text(encoding="utf-8")
    ids = re.findall(rf"id: ([a-z-]+), form: [a-z]+, code: {code}\b", text)
    assert ids
    return [f"claim.{id_}" for id_ in ids]


def answer_anew(build: Build, change: Change) -> None:
    """Change the answer of one segment, on the line after its code."""
    file = f"data/raw/interviews/delrapport-1/{change.municipality}.yaml"
    segment = f"  - code: {change.code}\n    answer: "
    build.edit(file, f"{segment}{change.old}\n", f"{segment}{change.new}\n")


def only_the_first_report(build: Build) -> None:
    """The others rest on the same answers, and take minutes."""
    config = build.folder / "config.yaml"
    config.write_text(config.read_text("utf-8").partition("  delrapport-2:\n")[0], "utf-8")


@pytest.fixture(
    scope="module",
    params=[CHANGES[0], *(pytest.param(each, marks=pytest.mark.slow) for each in CHANGES[1:])],
    ids=lambda c: f"{c.municipality} {c.code} {c.new}",
)
def change(request: pytest.FixtureRequest) -> Change:
    return request.param


@pytest.fixture(scope="module")
def rebuilt(change: Change, real_built: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("changed") / "copy"
    build = real_built.copied(folder)
    answer_anew(build, change)
    only_the_first_report(build)
    return build.built()


def holds(sentence: str, claims: list[str]) -> bool:
    """Whether one of the claims stands in a sentence, at its beginning or within it."""
    return any(plain(claim).casefold() in sentence.casefold() for claim in claims)


def test_exactly_the_sentences_about_the_code_change(change, real_built, rebuilt):
    concerned = claims_on(real_built, change.code)
    before, after = facts(real_built), facts(rebuilt)
    old, new = sentences(real_built.report), sentences(rebuilt.report)
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    assert gone == Counter(s for s in old if holds(s, [str(before[id_]) for id_ in concerned]))
    assert come == Counter(s for s in new if holds(s, [str(after[id_]) for id_ in concerned]))
    assert len(old) == len(new)
    assert any(change.before in sentence for sentence in gone)
    assert any(change.after in sentence for sentence in come)


def test_the_registry_differs_in_the_answer_and_its_claims_alone(change, real_built, rebuilt):
    concerned = claims_on(real_built, change.code)
    before, after = facts(real_built), facts(rebuilt)
    assert list(before) == list(after)
    differing = {id_ for id_, text in before.items() if text != after[id_]}
    answers = {id_ for id_ in differing if id_.startswith("raw.")}
    (answer,) = answers
    assert answer.startswith(f"raw.interviews.delrapport-1.{change.municipality}.segments.")
    said = f"said.delrapport-1.{change.municipality}.{change.code}"
    counts = f"answers.delrapport-1.{change.code}."
    differing -= answers | {id_ for id_ in differing if id_ == said or id_.startswith(counts)}
    allowed = {f"{claim}{part}" for claim in concerned for part in ("", ".who", ".whose")}
    assert differing <= allowed
    assert differing
