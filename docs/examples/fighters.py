"""Fighters: what the labs of this page lose as they are, and with one thing changed."""

import mantlet

CORRIDOR = "[{lat: 29.9, lon: 74.6}, {lat: 29.9, lon: 75.4}, {lat: 30.8, lon: 75.4}, {lat: 30.8, lon: 74.6}]"
LABS = {
    "lab-fighters": [
        "mechanisms.fighters=false",
        "sides.blue.fighters.alert.readiness=14 min",
        "sides.blue.fighters.patrol.count=4",
        "sides.blue.airspace={zones: mixed, fratricide: 0.1}",
    ],
    "lab-airspace": [
        "mechanisms.fighters=false",
        "sides.blue.airspace.zones=separate",
        f"sides.blue.fighters.patrol.corridor={CORRIDOR}",
    ],
    "lab-waves": [
        "sides.blue.fighters.patrol.tanker=true",
        "sides.red.raid.second.start=60 min",
    ],
}
METRICS = ("leakers", "value_lost", "shots", "aircraft_lost", "fratricides")

print(f"{'':60} leakers  value lost  shots  own aircraft  of these by own fire")
for lab, changes in LABS.items():
    for change in ("", *changes):
        scenario = mantlet.load(lab, overrides=[change] if change else [])
        answer = mantlet.run(scenario, draws=1, replications=2000).metrics
        means = ["" if answer[name] is None else f"{answer[name]['mean']:.2f}" for name in METRICS]
        shown = f"{lab} {change.replace('sides.', '').replace(CORRIDOR, '[...]')}"
        print("{:60} {:>7} {:>11} {:>6} {:>13} {:>21}".format(shown, *means).rstrip())
