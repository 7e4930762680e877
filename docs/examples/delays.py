"""Stand on 23 June 2020 with what had been said by then, and lay beside it what came; then from every promise on."""

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


print(f"  mean: {scores(backtest.summary(tested))}; coverage: {backtest.summary(tested).coverage}")

rolled = list(backtest.rolling(0, TODAY, programmes().values(), recorded(), seed=1, draws=200))
print(f"\nfrom every promise on ({backtest.LABEL}), by the year from which promises are counted:")
for year, found in backtest.by_start(rolled):
    print(f"  {year}: {found.cases} forecasts of {found.units} units; {scores(found)}")
    print(f"    best: {found.best}; better than both naive ones on {found.better_units} units; 90 %: {found.coverage}")
print(backtest.verdict(backtest.by_start(rolled)))

signed = programme("india-su30mki-1996")
early = tuple(promise.model_copy(update={"reported": None}) for promise in signed.promises)
others = [order for order in programmes().values() if order.id != signed.id]
known = [*others, signed.model_copy(update={"promises": early})]
other = backtest.by_start(list(backtest.rolling(day("2015-01-01"), TODAY, known, recorded(), seed=1, draws=200)))
print("\nwere the dates of the contract of 1996 known when it was signed:")
for year, found in other:
    print(f"  {year}: {scores(found)}")
print(backtest.verdict(other))

today = outlook(TODAY, programmes().values(), recorded())
fifth = sorted(arrivals(today, "india-s400", seed=1, count=1000).of(5).tolist())
print(f"\nthe fifth, as seen today: {day_text(fifth[50])}, {day_text(fifth[500])}, {day_text(fifth[950])}")

orders = [today.programmes[name] for name in today.programmes]
both = [order for order in orders if order.promises and (order.arrivals or order.unseen)]
print(f"\n{len(orders)} orders, {len(both)} with promises and with arrivals or a known absence")
print(f"{len(today.fit.programmes)} of them tell of slips: {', '.join(today.fit.programmes)}")
