"""What each mechanism decides: the scenario made for it, as it is and with the mechanism left out or a rule changed."""

import mantlet

LABS = {
    "lab-network": "mechanisms.suppression=false",
    "lab-suppression": "mechanisms.emission=false",
    "lab-moves": "mechanisms.moves=false",
    "lab-jamming": "mechanisms.jamming=false",
    "lab-notch": "mechanisms.notch=false",
    "lab-rain": "mechanisms.rain=false",
    "lab-fighters": "mechanisms.fighters=false",
    "lab-evade": "mechanisms.reactions=false",
    "lab-doctrine": "mechanisms.doctrine=false",
    "lab-control": "sides.blue.doctrine.weapons_control=free",
    "lab-decoys": "mechanisms.discrimination=false",
    "lab-luck": "mechanisms.luck=false",
    "lab-bias": "mechanisms.bias=false",
    "lab-damage": "mechanisms.damage=false",
}

print(f"{'scenario':16} {'leakers':>8} {'value lost':>11}  {'leakers':>8} {'value lost':>11}  with")
for name, change in LABS.items():
    whole, changed = (
        mantlet.run(mantlet.load(name, overrides=overrides), draws=20, replications=50).metrics
        for overrides in ([], [change])
    )
    figures = [run[metric]["mean"] for run in (whole, changed) for metric in ("leakers", "value_lost")]
    print("{:16} {:8.2f} {:11.2f}  {:8.2f} {:11.2f}  {}".format(name, *figures, change))
