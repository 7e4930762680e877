"""Stand on 23 June 2020 with what had been said by then, and lay beside it what came; then from every promise since."""

from mantlet.posture import backtest
from mantlet.posture.dates import day, day_text
from mantlet.posture.forecast import arrivals, outlook
from mantlet.posture.nature import recorded
from mantlet.posture.programme import programme, programmes

THEN, TODAY = day("2020-06-23"), day("2026-11-22")


def scores(found):
    return ", ".join(f"{name} {score:.1f}" for name, score in zip(backtest.FORECASTS, found.score_month, strict=True))


order = programme("india-s400")
assert order.ordered
print(f"{order.title}: {order.ordered.text()} {order.unit}s, {order.pieces_each.text()} battalions each")
print("promised of the first, by the day of each promise:")
for promise in order.promises_of(1):
    print(f"  {promise.asserted.text()}: {promise.by.text()} ({promise.source})")
print("said of the second's arrival:", "; ".join(claim.text() for claim in order.claims(2)))
print("said of the seven squadrons of Akash:", programme("india-akash-7").claims(1) or "nothing")

print(f"\nas seen from {day_text(THEN)} (5, 50 and 95 % of draws), and what came:")
tested = list(backtest.stand_on(THEN, TODAY, programmes().values(), recorded(), seed=1, draws=1000))
for case in tested:
    low, middle, high = map(day_text, case.quantile_day)
    print(f"  {case.programme} {case.label}: promised {case.promised.text()}")
    print(f"    {low} {middle} {high}; came: {case.came.text()}")
    print(f"    score in months: {scores(case)}")


def told(title, cases):
    found = backtest.summary(cases)
    print(f"\n{title} ({found.label}): {found.cases} forecasts of {found.units} units")
    print(f"  {scores(found)}")
    print(f"  best: {found.best}; better than both naive ones on {found.better_units} units; 90 %: {found.coverage}")
    print("  the model loses to a naive forecast" if found.model_loses else "  no naive forecast beats the model")


told("from that day", tested)
rolled = list(backtest.rolling(day("2016-01-01"), TODAY, programmes().values(), recorded(), seed=1, draws=200))
told("from every promise since 2016", rolled)
told("of these, S-400 for India", [case for case in rolled if case.programme == "india-s400"])

today = outlook(TODAY, programmes().values(), recorded())
fifth = sorted(arrivals(today, "india-s400", seed=1, count=1000).of(5).tolist())
print(f"\nthe fifth, as seen today: {day_text(fifth[50])}, {day_text(fifth[500])}, {day_text(fifth[950])}")
