"""How well reports are read: what `mantlet.evidence` claims beside right answers written by hand.

    python bench/evidence.py [--reports FOLDER] [--split NAME] [--mistakes]

The answers stand in tests/evidence: `dev` to write rules by, `held_out` never to be looked at by who writes them, and
`reports.yaml` for two reports that are kept elsewhere, in the FOLDER given. Prints shares with their counts, and writes
bench/results/evidence.json. `--mistakes` lists what went wrong, but never of `held_out`.

The rule of matching
- A claim and an answer may match when their places in the same report overlap. One claim matches one answer at most,
  and the other way round. Pairs are taken in this order: right value first, then answers that are required, then right
  kind, then longer overlap.
- A value is right when `op` and unit agree, each end lies within the answer's `within` (half a unit of the last figure
  given; nothing for plain counts) of the answer's end, and an `eq` holds the figure itself. Units are compared without
  case or plural, `per` is `/`, words of one row of `SAME` are one unit; km and m, % and shares, months and years are
  converted. An answer that is only a date is right when the claim's event time is the same days; where the answer is
  open on one side ("by 2024"), the other side is compared.
- Recall: required answers matched with a right value, of all required ones. Precision: claims with a right value, of
  all claims. An unmatched claim is wrong, also one on a number that belongs to no claim. Optional answers count for
  precision only. Answers in words (a cause, a denial) are counted apart: a match that claims no value is right.
- Kind, subject, attribution, modality and event time are scored over all matched pairs, and over all required answers,
  where a missed one counts as wrong; where several answers are as good, any of them is right. Beside them stands what
  a reader would score who always says the commonest. Attribution and modality are also given by class, over answers
  with a single right one. Subjects are compared whole, and by what stands before the arrow; letters and figures only.
  The date at the head of a report is left out.
- The aims are held against recall, precision, and attribution and modality of matched pairs, on `held_out`. Whoever
  looks at that split keeps the results, so that their history tells how often it was looked at.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from gold import FIELDS, ROOT, Answer, Gold, load, same_time

from mantlet.base.units import UNITS
from mantlet.evidence.claims import Claim, Reading, Value

RESULTS = ROOT / "bench" / "results"
SPLITS = ("dev", "held_out", "reports")
# What is aimed at on texts that no rule was written on.
AIMS = {"recall": 0.85, "precision": 0.75, "attribution": 0.85, "modality": 0.75}
# Fields of few values, of which each is counted.
CLASSED = ("attribution", "modality")
HEAD = len(" date 2020-06-22 ")

SAME = (
    "aircraft fighter jet plane warplane airplane combat_aircraft fighter_jet fighter_aircraft airframe",
    "helicopter chopper",
    "person people soldier troop serviceman servicemen personnel civilian crew men man killed dead captive prisoner",
    "missile interceptor munition projectile",
    "round shell",
    "battery batterie",
    "regiment regimental_set",
    "division battalion",
    "unit fire_unit system set complex",
    "launcher launch_vehicle launch_unit",
    "vehicle machine",
    "drone uav",
    "% percent per_cent pct",
    "t tonne ton",
    "km kilometre kilometer",
    "m metre meter",
    "ratio share fraction",
)
_ONE_NAME = {word.replace("_", " "): row.split()[0] for row in SAME for word in row.split()}
_SCALES = {
    unit: (dimension, factor)
    for dimension in ("length", "time", "ratio", "mass")
    for unit, factor in UNITS[dimension].items()
} | {
    "ratio": ("ratio", 1.0),
    "week": ("time", 7 * 86400.0),
    "decade": ("time", 10 * UNITS["time"]["year"]),
    "century": ("time", 100 * UNITS["time"]["year"]),
}


def _unit(unit: str | None) -> tuple[str, ...]:
    """`missiles per year` as `("missile", "year")`; nothing for no unit."""
    parts = re.split(r"\s*/\s*|\s+(?:per|a)\s+", "" if unit is None else unit.strip().lower())
    known = (part if part in _ONE_NAME or part in _SCALES else part.removesuffix("s") for part in parts if part)
    return tuple(_ONE_NAME.get(part, part) for part in known)


def _is_time(unit: str) -> bool:
    return unit in _SCALES and _SCALES[unit][0] == "time"


def factor(claimed: str | None, right: str | None) -> float | None:
    """What a claim's figures are multiplied by to be in the answer's unit; None where the units disagree."""
    got, wanted = _unit(claimed), _unit(right)
    per = got[len(wanted) :]
    if got[: len(wanted)] == wanted and bool(got) == bool(wanted) and not any(_is_time(part) for part in per):
        return 1.0  # a battery's launchers may be `launcher` or `launcher/battery`; a rate is no count
    if len(got) == len(wanted) == 1 and got[0] in _SCALES and wanted[0] in _SCALES:
        (dimension, scale), (wanted_dimension, wanted_scale) = _SCALES[got[0]], _SCALES[wanted[0]]
        return scale / wanted_scale if dimension == wanted_dimension else None
    return None


def _near(claimed: float | None, right: float | None, within: float) -> bool:
    if claimed is None or right is None:
        return claimed is right
    return abs(claimed - right) <= within + 1e-6 * abs(right)


def _same_value(claimed: Value, right: Value, times: float, within: float) -> bool:
    if claimed.op != right.op:
        return False
    low, high = (None if end is None else end * times for end in (claimed.low, claimed.high))
    figure = right.low if right.op == "eq" else None
    if figure is not None and low is not None and high is not None:
        slack = 1e-6 * abs(figure)
        if not low - slack <= figure <= high + slack:
            return False
    return _near(low, right.low, within) and _near(high, right.high, within)


def value_right(claim: Claim, answer: Answer) -> bool:
    """Whether a claim's value and unit are those of the answer, by the rule above."""
    if answer.dated:
        return any(same_time(claim.event_time, time) for time in answer.event_time)
    for value in answer.value:
        if value.op == "unknown" and claim.value.op == "unknown":
            return True
        for unit in answer.unit:
            times = factor(claim.unit, unit)
            if times is not None and _same_value(claim.value, value, times, answer.within):
                return True
    return False


def _plain(subject: str) -> str:
    return re.sub(r"[\W_]", "", subject.casefold())


def _thing(subject: str) -> str:
    return _plain(re.split(r"→|->", subject)[0])


_RIGHT: dict[str, Callable[[Claim, Answer], bool]] = {
    "kind": lambda claim, answer: claim.kind in answer.kind,
    "subject": lambda claim, answer: _plain(claim.subject) in map(_plain, answer.subject),
    "thing": lambda claim, answer: _thing(claim.subject) in map(_thing, answer.subject),
    "attribution": lambda claim, answer: claim.attribution in answer.attribution,
    "modality": lambda claim, answer: claim.modality in answer.modality,
    "event_time": lambda claim, answer: any(same_time(claim.event_time, time) for time in answer.event_time),
}


def _overlap(claim: Claim, report: str, start: int, end: int) -> int:
    return min(claim.end, end) - max(claim.start, start) if Path(claim.report).name == report else 0


def matched(claims: Sequence[Claim], gold: Gold) -> dict[int, int]:
    """For claims by their place in the list the answer matched, by its place in the gold."""
    pairs = [
        (not value_right(claim, answer), not answer.required, not _RIGHT["kind"](claim, answer), -overlap, at, to)
        for at, claim in enumerate(claims)
        for to, answer in enumerate(gold.answers)
        if (overlap := _overlap(claim, answer.report, answer.start, answer.end)) > 0
    ]
    found: dict[int, int] = {}
    for *_, at, to in sorted(pairs):
        if at not in found and to not in found.values():
            found[at] = to
    return found


def _share(part: int, whole: int) -> dict[str, Any]:
    return {"share": part / whole if whole else None, "right": part, "of": whole}


def score(reading: Reading, gold: Gold) -> dict[str, Any]:
    """Shares and counts of a reading beside the right answers; a share of nothing is None."""
    claims = [claim for claim in reading.claims if claim.start >= HEAD]
    answers = gold.answers
    pairs = matched(claims, gold)
    right = {at for at, to in pairs.items() if value_right(claims[at], answers[to])}
    of_answer = {to: at for at, to in pairs.items()}

    def valued(at: int) -> bool:
        if at in pairs:
            return answers[pairs[at]].valued
        return claims[at].value.op != "unknown" or claims[at].event_time is not None

    def group(wanted: bool) -> dict[str, Any]:
        required = [to for to, answer in enumerate(answers) if answer.required and answer.valued == wanted]
        claimed = [at for at in range(len(claims)) if valued(at) == wanted]
        return {
            "recall": _share(sum(of_answer.get(to) in right for to in required), len(required)),
            "precision": _share(sum(at in right for at in claimed), len(claimed)),
            "found": _share(sum(to in of_answer for to in required), len(required)),
        }

    untouched = sum(not any(_overlap(claim, *place) > 0 for claim in claims) for place in gold.unassigned)
    return {
        "value_with_unit": group(True),
        "words": group(False),
        **{field: _field(field, claims, answers, pairs) for field in _RIGHT},
        "by_class": {field: _by_class(field, claims, answers, pairs) for field in CLASSED},
        "unassigned_left_alone": _share(untouched, len(gold.unassigned)),
        "by_kind": _by_kind(claims, answers, pairs, right),
    }


def _field(field: str, claims: Sequence[Claim], answers: Sequence[Answer], pairs: dict[int, int]) -> dict[str, Any]:
    """Over matched pairs; over `all` required answers; and what the `commonest` alone would score on the pairs."""
    named = "subject" if field == "thing" else field

    def counts(answer: Answer) -> bool:
        return field != "event_time" or not answer.dated  # of a dated answer the time is the value

    scored = [(claims[at], answers[to]) for at, to in pairs.items() if counts(answers[to])]
    wanted = {to for to, answer in enumerate(answers) if answer.required and counts(answer)}
    hits = sum(_RIGHT[field](claims[at], answers[to]) for at, to in pairs.items() if to in wanted)
    told = Counter(value for _, answer in scored for value in set(getattr(answer, named)))
    return _share(sum(_RIGHT[field](*pair) for pair in scored), len(scored)) | {
        "all": _share(hits, len(wanted)),
        "commonest": _share(max(told.values(), default=0), len(scored)),
    }


def _by_class(field: str, claims: Sequence[Claim], answers: Sequence[Answer], pairs: dict[int, int]) -> dict[str, Any]:
    """Recall over required answers with this one right class, precision over matched claims that say it."""
    of_answer = {to: getattr(claims[at], field) for at, to in pairs.items()}
    single = {to: getattr(answer, field)[0] for to, answer in enumerate(answers) if len(getattr(answer, field)) == 1}
    wanted = {to: name for to, name in single.items() if answers[to].required}
    hits = Counter(name for to, name in wanted.items() if of_answer.get(to) == name)
    said = Counter(of_answer.values())
    right = Counter(name for to, name in of_answer.items() if name in getattr(answers[to], field))
    return {
        name: {"recall": _share(hits[name], of), "precision": _share(right[name], said[name])}
        for name, of in sorted(Counter(wanted.values()).items())
    }


def _by_kind(
    claims: Sequence[Claim], answers: Sequence[Answer], pairs: dict[int, int], right: set[int]
) -> dict[str, Any]:
    """Recall and precision where value and kind have to be right; an answer counts under the first of its kinds, or
    under that of the claim which got it."""
    good = {pairs[at]: claims[at].kind for at in right if claims[at].kind in answers[pairs[at]].kind}
    wanted = Counter(good.get(to, answer.kind[0]) for to, answer in enumerate(answers) if answer.required)
    got = Counter(kind for to, kind in good.items() if answers[to].required)
    claimed = Counter(claim.kind for claim in claims)
    hits = Counter(good.values())
    return {
        kind: {"recall": _share(got[kind], wanted[kind]), "precision": _share(hits[kind], claimed[kind])}
        for kind in sorted({*wanted, *claimed})
    }


def _shown(share: dict[str, Any]) -> str:
    told = "    -" if share["share"] is None else f"{100.0 * share['share']:4.0f}%"
    return f"{told} {share['right']:4} of {share['of']:<4}"


def _held(name: str, share: dict[str, Any]) -> str:
    got = share["share"] or 0.0
    return f"{name} {got:.1%}, aim {AIMS[name]:.0%}: {'met' if got >= AIMS[name] else 'MISSED'}"


def show(split: str, found: dict[str, Any]) -> None:
    print(f"\n{split}")
    for name in ("value_with_unit", "words"):
        parts = (f"{part} {_shown(found[name][part])}" for part in ("recall", "precision", "found"))
        print(f"  {name:24}", "  ".join(parts))
    for name in _RIGHT:
        share = found[name]
        print(f"  {name:24} {_shown(share)}  of all {_shown(share['all'])}  commonest {_shown(share['commonest'])}")
    print(f"  {'unassigned left alone':24} {_shown(found['unassigned_left_alone'])}")
    groups = {"kind": found["by_kind"], **found["by_class"]}
    for group, rows in groups.items():
        print(f"  by {group}")
        for name, shares in rows.items():
            print(f"    {name:30} recall {_shown(shares['recall'])}  precision {_shown(shares['precision'])}")
    if split == "held_out":
        shares = found["value_with_unit"] | {field: found[field] for field in CLASSED}
        print("  " + "; ".join(_held(name, shares[name]) for name in AIMS))


def mistakes(reading: Reading, gold: Gold) -> Iterable[str]:
    """What to mend, one line each: required answers missed, fields got wrong, claims that match nothing."""
    claims = [claim for claim in reading.claims if claim.start >= HEAD]
    pairs = matched(claims, gold)
    for to, answer in enumerate(gold.answers):
        if answer.required and to not in pairs.values():
            yield f"{answer.report}:{answer.start}: missed {answer.kind[0]} of {answer.subject[0]}"
    for at, claim in enumerate(claims):
        place = f"{claim.report}:{claim.start}: {claim.text!r} ({claim.rule})"
        if at not in pairs:
            yield f"{place}: {claim.kind} matches nothing"
            continue
        answer = gold.answers[pairs[at]]
        if not value_right(claim, answer):
            values = " or ".join(f"{value.op} {value.low} {value.high}" for value in answer.value)
            wanted = f"{answer.event_time}" if answer.dated else f"{values}, {answer.unit} within {answer.within:g}"
            got = f"{claim.value.op} {claim.value.low} {claim.value.high}, {claim.unit}, {claim.event_time}"
            yield f"{place}: got {got}; wanted {wanted}"
        for field in FIELDS:
            if not _RIGHT[field](claim, answer) and not (field == "event_time" and answer.dated):
                yield f"{place}: {field} {getattr(claim, field)}; wanted {getattr(answer, field)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=Path, metavar="FOLDER", help="where the two reports are")
    parser.add_argument("--split", choices=SPLITS, action="append", help="only this one; nothing is written then")
    parser.add_argument("--mistakes", action="store_true", help="what went wrong, never of held_out")
    asked = parser.parse_args()
    from mantlet.evidence.read import read  # the reader is needed only here: the scoring is tested without it

    report: dict[str, Any] = {}
    for split in asked.split or SPLITS[: 3 if asked.reports else 2]:
        paths, gold = load(split, asked.reports)
        reading = read(paths)
        report[split] = score(reading, gold)
        show(split, report[split])
        if asked.mistakes and split != "held_out":
            print("\n".join(mistakes(reading, gold)))
    if not asked.split:
        (RESULTS / "evidence.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
