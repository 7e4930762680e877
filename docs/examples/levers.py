"""The same draws of arrivals under two policies and one supply cut; then the wait from arrival to ready."""

import numpy as np

from mantlet.posture import levers
from mantlet.posture.dates import day, day_text
from mantlet.posture.draws import Dice
from mantlet.posture.forecast import arrivals, outlook, ready
from mantlet.posture.induction import ready_days
from mantlet.posture.nature import Cut, recorded
from mantlet.posture.programme import programmes

THEN, DRAWS = day("2020-06-23"), 500
ASK = {"lever": "press", "on": "2020-06-24", "programme": "india-s400", "units": [1, 2, 3], "months": 12.0}
PHI = {"low": 0.0, "high": 1.0, "assumed": "nobody knows how far asking helps"}
POLICIES = [
    levers.Policy.model_validate({"id": "wait", "title": "wait"}),
    levers.Policy.model_validate({"id": "press", "title": "ask for a year", "levers": [{**ASK, "phi": PHI}]}),
]
cut = Cut(("Russia",), day("2021-06-01"), 12.0)
for cuts, world in (((), "as it may come"), ((cut,), "with a supply cut of a year from June 2021")):
    view = outlook(THEN, programmes().values(), recorded(), cuts)
    base = arrivals(view, "india-s400", seed=1, count=DRAWS)
    print(f"{world}: middle day of each unit")
    for policy in POLICIES:
        moved = levers.pulled(policy, base, Dice(1), as_of_day=THEN)
        days = [day_text(int(np.quantile(moved.of(unit), 0.5, method="inverted_cdf"))) for unit in moved.units]
        print(f"  {policy.title}: {' '.join(days)}")

view = outlook(THEN, programmes().values(), recorded())
came = arrivals(view, "india-s400", seed=1, count=DRAWS)
ready_then = ready(view.programmes["india-s400"], came, Dice(1))
low, high = np.quantile(ready_then - came.days, (0.05, 0.95))
print(f"from arrival to ready: {low:.0f} to {high:.0f} days")
three = np.array([day("2021-12-15"), day("2022-01-15"), day("2022-02-15")])
print("three units, 120 days each to work up, one crew: " + " ".join(map(day_text, ready_days(three, 120, at_once=1))))
