"""The claims of a programme, each answered from its records: coded segments, people and amounts."""

from __future__ import annotations

from functools import cache

from delrapport import claims, swedish
from delrapport.claims import Coded, EmptyClaimError, Material, Place, Sentence
from delrapport.models import Claim, ClaimsFile
from delrapport.records import Records, key_of

NOBODY = {"majority": "politiker från majoriteten", "opposition": "politiker från oppositionen"}


def sentences(records: Records) -> dict[tuple[str, str], Sentence]:
    """(Report, claim) → its sentence; raises EmptyClaimError for a claim without an answer."""
    said = cache(lambda round_: material(records, round_))
    return {
        (file.report, claim.id): answer(claim, file, records, said(file.round))
        for file in records.claims
        for claim in file.claims
    }


def answer(claim: Claim, file: ClaimsFile, records: Records, said: Material) -> Sentence:
    """One claim as a sentence; `said` is the material of the file's round."""
    match claim.form:
        case "gap":
            return _gap(claim, file, records)
        case "extreme":
            return _extreme(claim, file, records)
        case _:
            return claims.evaluate(claim, said)


def material(records: Records, round_: str) -> Material:
    """What a round's interviews say, as coded."""
    assert records.codebook is not None
    places = _places("district", records)
    return Material(
        records.codebook,
        _places("municipality", records),
        {
            id_: (municipality.id, places[id_])
            for id_, (municipality, _) in records.districts().items()
        },
        [
            Coded(
                segment.code,
                file.municipality,
                tuple(segment.districts),
                segment.answer,
                f"{key_of(file)}.segments.{number}",
                segment.side or segment.group or "",
            )
            for file in records.round(round_)
            for number, segment in file.told()
        ],
    )


def _gap(claim: Claim, file: ClaimsFile, records: Records) -> Sentence:
    """The municipalities where nobody of a group, or of one of its sides, was interviewed."""
    group = next(g for g in records.guide_file(file.round).groups if g.id == claim.group)
    asked = {
        interviews.municipality
        for interviews in records.round(file.round)
        for person in interviews.counted()
        if person.group == claim.group and claim.side in (None, person.side)
    }
    everywhere = _places("municipality", records)
    missing = {id_: place for id_, place in everywhere.items() if id_ not in asked}
    nobody = NOBODY[claim.side] if claim.side else swedish.lower_first(group.person)
    inputs = [f"{key_of(each)}.interviewees" for each in records.round(file.round)]
    return claims.gap(missing, nobody, inputs)


def _extreme(claim: Claim, file: ClaimsFile, records: Records) -> Sentence:
    """Who holds a place by amount; several where they tie."""
    assert claim.level is not None
    districts = records.districts()
    amounts: dict[str, int] = {}
    for decided in records.payment(file.payment).payment.decided:
        municipality, district = districts[decided.district]
        id_ = municipality.id if claim.level == "municipality" else district.id
        amounts[id_] = amounts.get(id_, 0) + decided.amount
    places_of: dict[int, int] = {}
    for place, amount in enumerate(sorted(amounts.values(), reverse=True), 1):
        places_of.setdefault(amount, place)
    ranks = {id_: places_of[amount] for id_, amount in amounts.items()}
    wanted = max(ranks.values()) if claim.place == "last" else claim.place
    places = _places(claim.level, records)
    holders = {id_: places[id_] for id_, rank in ranks.items() if rank == wanted}
    if claim.place is None or not holders:
        raise EmptyClaimError(f"claim '{claim.id}': nobody stands on place {claim.place}")
    inputs = (f"raw.payment.{file.payment}.payment.decided",)
    return claims.extreme(claim.place, holders, claim.level, inputs)


def _places(level: str, records: Records) -> dict[str, Place]:
    districts = [district for _, district in records.districts().values()]
    found = records.programme.municipalities if level == "municipality" else districts
    return {each.id: Place(each.id, each.name, each.genitive) for each in found}
