"""What each mechanism decides: the scenario made for it, as it is and with the mechanism left out."""

import mantlet

LABS = {
    "suppression": "lab-network",
    "airborne radar": "lab-airborne",
    "remote launch": "lab-remote",
    "emission": "lab-suppression",
    "moves": "lab-moves",
    "jamming": "lab-jamming",
    "notch": "lab-notch",
    "rain": "lab-rain",
    "fighters": "lab-fighters",
    "reactions": "lab-evade",
    "doctrine": "lab-doctrine",
    "discrimination": "lab-decoys",
    "luck": "lab-luck",
}
# Most have a switch, mechanisms.NAME. These two are part of the defence as it is.
WITHOUT = {
    "airborne radar": "sides.blue.sensors.watch.orbit=null",
    "remote launch": "sides.blue.units.battery.launches_on=own_track",
}

print(f"{'mechanism':14} {'scenario':16} {'leakers with':>12} {'without':>8} {'value lost with':>16} {'without':>8}")
for mechanism, name in LABS.items():
    left_out = WITHOUT.get(mechanism, f"mechanisms.{mechanism}=false")
    whole, reduced = (
        mantlet.run(mantlet.load(name, overrides=changes), draws=20, replications=50) for changes in ([], [left_out])
    )
    leakers, lost = ([run.metrics[metric]["mean"] for run in (whole, reduced)] for metric in ("leakers", "value_lost"))
    print(f"{mechanism:14} {name:16} {leakers[0]:12.2f} {leakers[1]:8.2f} {lost[0]:16.2f} {lost[1]:8.2f}")
