"""Spares: demand fitted to published serviceability, what a cut and parts sent early do, and the slow twin beside."""

import numpy as np

from mantlet.library.sampling import Draw
from mantlet.posture.supply.availability import forecast
from mantlet.posture.supply.buying import spares_package
from mantlet.posture.supply.changes import UNCHANGED, Change, Changes, cut
from mantlet.posture.supply.counts import count_at
from mantlet.posture.supply.fleet import fleets
from mantlet.posture.supply.simulation import simulate
from mantlet.posture.supply.upkeep import upkeep


def span(chances: np.ndarray) -> str:
    """Nine in ten counts."""
    return f"{count_at(chances, 0.05)} to {count_at(chances, 0.95)}"


print("fleet             serviceable    in maintenance  in overhaul    awaiting spares  demand")
for name in fleets():
    fleet = fleets()[name]
    drawn = [upkeep(fleet, Draw(1, index, "independent")) for index in range(60)]
    shares = [
        (k.in_hand_prob - k.awaiting_frac, k.maintenance_frac, k.overhaul_frac, k.awaiting_frac, k.demand_ratio)
        for k in drawn
    ]
    low, high = np.quantile(shares, [0.05, 0.95], axis=0)
    cells = [f"{a:.1%} to {b:.1%}" for a, b in zip(low[:4], high[:4], strict=True)]
    print("{:17} {:14} {:15} {:14} {:16} {}".format(name, *cells, f"{low[4]:.2f} to {high[4]:.2f}"))

fleet = upkeep(fleets()["su-30mki"], Draw(1, 0, "central"))
strength = np.full(73, float(fleet.aircraft_count))
early = spares_package(fleet, month=6, budget_usd=63e6)
POLICIES = {
    "nothing changes": UNCHANGED,
    "63 MUSD of parts in month 6": Changes(shipments=[early]),
    "supplier cut off, months 12 to 24": Changes(supply=[cut(12, 24)]),
    "the same, then at half speed for a year": Changes(supply=[cut(12, 24), Change(24, 36, 0.5)]),
    "the same cut, and the parts": Changes(shipments=[early], supply=[cut(12, 24)]),
    "half as many hours again, months 12 to 24": Changes(flying=[Change(12, 24, 1.5)]),
}
print(f"\nSu-30MKI fit of {fleet.aircraft_count}, on the first day of the month; {early.units}")
print(f"{'':42} taken     month 12      month 18      month 24      month 36      month 72")
for policy, changes in POLICIES.items():
    never, always, half = forecast(fleet, strength, changes)
    for practice, outlook in (("never", never), ("half", half), ("always", always)):
        months = (12, 18, 24, 36, 72)
        cells = [f"{outlook.mean_count[m]:.0f} ({span(outlook.fit_prob[m])})" for m in months]
        print("{:42} {:9} {:13} {:13} {:13} {:13} {}".format(policy if practice == "never" else "", practice, *cells))

lengths = (0, 6, 12)
known = [forecast(fleet, strength, Changes(supply=[cut(12, 12 + months)])).drawn.fit_prob[24] for months in lengths]
print(f"\nmonth 24, a cut of 0, 6 or 12 months, each as likely: {span(np.mean(known, axis=0))}")

kept = upkeep(fleets()["s-400-launchers"], Draw(1, 0, "central"))
kept = kept._replace(aircraft_count=32, depot_stock_count=np.round(kept.depot_stock_count * 32 / kept.aircraft_count))
changes, dates = Changes(supply=[cut(6, 18)]), (0, 12, 18, 24)
played = simulate(kept, 4, changes, dates, replications=150, seed=1)
told = forecast(kept, np.full(25, 32.0), changes)
print("\n32 launchers, cut in months 6 to 18: formulas, and 150 replications of the event simulation")
for practice, outlook, fit in (("never", told.none, played.none_fit), ("always", told.full, played.full_fit)):
    for column, month in enumerate(dates):
        spread = np.sqrt(outlook.fit_prob[month] @ (np.arange(33) - outlook.mean_count[month]) ** 2)
        by_formula = f"{outlook.mean_count[month]:5.1f} ± {spread:.1f}"
        by_events = f"{fit[:, column].mean():5.1f} ± {fit[:, column].std(ddof=1):.1f}"
        print(f"{practice:6}  month {month:2}  {by_formula}   {by_events}")
