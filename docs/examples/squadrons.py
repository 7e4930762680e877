"""Squadrons of mid-2020 by who counts, what was to be expected then, what came, and what became of 33 fighters."""

import numpy as np

from mantlet.posture.counted import counted
from mantlet.posture.dates import day, month, month_of, month_text
from mantlet.posture.forecast import outlook
from mantlet.posture.nature import recorded
from mantlet.posture.programme import programme, programmes
from mantlet.posture.squadrons import force, strength

fighters = force("india-fighters")
assert fighters.wanted_more and fighters.sanctioned
months = range(month("2014-01"), month("2030-12") + 1)
then, now = (
    strength(fighters, outlook(day(at), programmes().values(), recorded()), months, seed=1, draws=500)
    for at in ("2020-06-23", "2026-11-22")
)


def row(seen, counted, at):
    low, middle, high = seen.quantiles(counted, (0.05, 0.5, 0.95))[:, months.index(at)]
    return f"{low} to {high}, {middle} in the middle"


mid = month("2020-06")
print(f"June 2020: formed {row(now, 'formed', mid)}; effective {row(now, 'effective', mid)}")
print("published from December 2019 to October 2020:")
for point in fighters.points:
    if point.of is None and point.what != "projection" and mid - 6 <= month_of(point.date.first) <= mid + 4:
        print(f"  {point.date.text()} {point.what}: {point.count.text()} ({point.count.source})")
print(f"wanted: {fighters.wanted_more.text()} more; sanctioned: {fighters.sanctioned.text()}")

print("\nby type in June 2020 (median), and aircraft at 16 to 18 to a squadron:")
formed, aircraft = now.formed[:, months.index(mid)], now.aircraft()[:, months.index(mid)]
for index, name in enumerate(now.types):
    low, high = np.quantile(aircraft[:, index], (0.05, 0.95), method="inverted_cdf")
    print(f"  {name}: {np.median(formed[:, index]):.0f}, {low} to {high} aircraft")

print("\nas seen from 23 June 2020 (5, 50 and 95 %), and what was counted later:")
judged = counted(fighters, outlook(day("2020-06-23"), programmes().values(), recorded()), day("2026-11-22"), 1, 500)
for one in judged:
    model, naive = one.score
    print(f"  {one.point.date.text()} {one.point.what}: {one.point.count.text()} ({one.point.count.source})")
    print(
        f"    formed {one.formed}, effective {one.effective}; scores: {model:.1f}, as many as counted last {naive:.1f}"
    )
model, naive = np.mean([one.score for one in judged], axis=0)
print(f"  mean score in squadrons, less is better: {model:.1f}, as many as counted last {naive:.1f}")

print("\nformed, as seen from 23 June 2020, and as put together in November 2026:")
for year in range(2020, 2027):
    at = month(f"{year}-11")
    print(f"  {month_text(at)}: {row(then, 'formed', at)}; put together: {row(now, 'formed', at)}")
print(f"  2030-11, as seen now: {row(now, 'formed', month('2030-11'))}")

print("\nthe 33 fighters of 2020:")
for name in ("india-su30mki-12", "india-mig29-21"):
    plan = programme(name)
    promised = (
        "; ".join(
            f"{plan.label(unit)}: {plan.promises_of(unit)[-1].by.text()}"
            for unit in plan.tracked[:2]
            if plan.promises_of(unit)
        )
        or "no day was promised"
    )
    print(f"  {plan.title}: {plan.stage}; {plan.outcome}; {promised}")
