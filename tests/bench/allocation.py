"""`make bench`: how long sharing out a national programme takes, and how much memory.

Ten indicators, 300 districts and then the 3 300 of all 290 municipalities; each size in a process
of its own, so that its peak memory is its own. Machines are noisy: what counts is the growth
between the two. Ends with 1 where the larger takes more than is allowed.
"""

from __future__ import annotations

import json
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from delrapport import ledger
from delrapport.allocate import Shared
from delrapport.allocation import Allocation, Case, Count, Indicator, Reception, Rule, allocate
from delrapport.models import Payment
from delrapport.proof import proof

SIZES = (300, 3300)
INDICATORS = 10
SECONDS, MEGABYTES = 30, 500


def invented(districts: int) -> Case:
    """Counts of plausible sizes, always the same ones."""
    chance = random.Random("bench")
    names = [f"district-{number:04}" for number in range(districts)]

    def counts(around: float) -> dict[str, Count | None]:
        found: dict[str, Count | None] = {}
        for name in names:
            base = 200 + int(chance.random() * 9000)
            found[name] = Count(int(base * (around + chance.random() / 20)), base)
        return found

    indicators = [
        Indicator(f"indicator-{number}", 1 if number % 3 else -1, counts(0.48), counts(0.48))
        for number in range(INDICATORS)
    ]
    reception = {
        name: Reception(int(chance.random() * 900), 4000 + int(chance.random() * 16000))
        for name in names
    }
    return Case(6_600_000 * districts, (2011, 2012), names, indicators, reception)


def scenarios(case: Case, rule: Rule) -> dict[str, Allocation]:
    """Other rules, as many as our own programme has."""
    double = {**rule.weights, "indicator-0": Fraction(2)}
    others = {
        "without-size": replace(rule, size="none"),
        "without-reception": replace(rule, refugee_weight=Fraction(0)),
        "reception-fivefold": replace(rule, refugee_weight=Fraction(5)),
        "first-double": replace(rule, weights=double),
    }
    return {name: allocate(case, other) for name, other in others.items()}


def share_out(districts: int) -> dict[str, float]:
    """Seconds of processor time of each part of the stage, and the peak memory in megabytes."""
    case = invented(districts)
    weights = {indicator.id: Fraction(1) for indicator in case.indicators}
    rule = Rule(weights, "base", Fraction(1), "redistribute", "error", 1000)
    measured: dict[str, float] = {}

    def timed(part: str, work: Callable[[], object]) -> object:
        begun = time.process_time()
        made = work()
        measured[part] = time.process_time() - begun
        return made

    allocation = timed("model", lambda: allocate(case, rule))
    others = timed("four scenarios", lambda: scenarios(case, rule))
    names = {district: district for district in case.districts}
    years = {"first": case.years[0], "last": case.years[1]}
    decided = [{"district": case.districts[0], "amount": 0}]
    paid = Payment.model_validate(
        {"id": "2013-12", "pot": case.pot, "years": years, "decided": decided}
    )
    shared = Shared(paid, case, rule, allocation, others, {}, names, "synthetic")  # type: ignore[arg-type]
    timed("one indicator left out", lambda: shared.left_out)
    timed("all tables", lambda: ledger.tables(shared))
    timed("proof", lambda: proof(shared))
    measured["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return measured


def measured(districts: int) -> dict[str, float]:
    """As `share_out`, in a process of its own."""
    command = [sys.executable, __file__, str(districts)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(run.stdout)
    return found


def main() -> int:
    small, large = map(measured, SIZES)
    print(
        f"Sharing out by {INDICATORS} indicators, seconds",
        f"{SIZES[0]:>4} {SIZES[1]:>8} districts  growth n^",
    )
    for part in small:
        growth = math.log(large[part] / small[part], SIZES[1] / SIZES[0])
        print(f"  {part:<28} {small[part]:>9.2f} {large[part]:>8.2f} {growth:>18.2f}")
    seconds = sum(value for part, value in large.items() if part != "megabytes")
    within = seconds < SECONDS and large["megabytes"] < MEGABYTES
    print(
        f"In all {seconds:.1f} s of {SECONDS} s, {large['megabytes']:.0f} MB of {MEGABYTES} MB:",
        "within" if within else "TOO MUCH",
    )
    return 0 if within else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(share_out(int(sys.argv[1]))))
    else:
        sys.exit(main())
