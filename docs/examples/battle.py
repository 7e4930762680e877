"""What each mechanism decides: the scenario made for it, as it is and with the mechanism left out or a rule changed."""

import mantlet

APART = [f"sides.red.raid.{wave}.arrive={time} s" for wave, time in (("east", 600), ("south", 800), ("west", 1000))]
LABS = {
    "lab-links": ["mechanisms.network=false"],
    "lab-fusion": ["mechanisms.network=false"],
    "lab-airborne": ["sides.blue.sensors.watch.orbit=null"],
    "lab-remote": ["sides.blue.units.battery.launches_on=own_track"],
    "lab-network": ["mechanisms.suppression=false"],
    "lab-supplies": ["mechanisms.suppression=false"],
    "lab-launchers": ["mechanisms.suppression=false"],
    "lab-suppression": ["mechanisms.emission=false"],
    "lab-guard": ["sides.blue.units.guard.present=false"],
    "lab-emission": ["sides.blue.units.battery.doctrine.emission.mode=always"],
    "lab-moves": ["mechanisms.moves=false"],
    "lab-jamming": ["mechanisms.jamming=false"],
    "lab-escort": ["mechanisms.jamming=false"],
    "lab-low": ["sides.red.raid.wave.approach.height=3 km agl"],
    "lab-notch": ["mechanisms.notch=false"],
    "lab-rain": ["mechanisms.rain=false"],
    "lab-fighters": ["mechanisms.fighters=false"],
    "lab-airspace": ["mechanisms.fighters=false"],
    "lab-waves": ["mechanisms.fighters=false"],
    "lab-abort": ["mechanisms.reactions=false"],
    "lab-evade": ["mechanisms.reactions=false"],
    "lab-release": ["sides.red.raid.weapons.release=0"],
    "lab-timing": APART,
    "lab-doctrine": ["mechanisms.doctrine=false"],
    "lab-tiers": ["mechanisms.doctrine=false"],
    "lab-control": ["sides.blue.doctrine.weapons_control=free"],
    "lab-decoys": ["mechanisms.discrimination=false"],
    "lab-luck": ["mechanisms.luck=false"],
    "lab-bias": ["mechanisms.bias=false"],
    "lab-damage": ["mechanisms.damage=false"],
}

print(f"{'scenario':16} {'leakers':>8} {'value lost':>11}  {'leakers':>8} {'value lost':>11}  with")
for name, changes in LABS.items():
    whole, changed = (
        mantlet.run(mantlet.load(name, overrides=overrides), draws=20, replications=50).metrics
        for overrides in ([], changes)
    )
    figures = [run[metric]["mean"] for run in (whole, changed) for metric in ("leakers", "value_lost")]
    more = " and so on" if len(changes) > 1 else ""
    print("{:16} {:8.2f} {:11.2f}  {:8.2f} {:11.2f}  {}".format(name, *figures, changes[0] + more))
