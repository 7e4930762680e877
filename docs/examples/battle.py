"""What each mechanism decides: the scenario made for it, as it is and with the mechanism left out."""

import mantlet


def off(mechanism: str) -> list[str]:
    return [f"mechanisms.{mechanism}=false"]


TIMES = {"east": 600, "south": 800, "west": 1000}
ONE_BY_ONE = [f"sides.red.raid.{wave}.arrive={time} s" for wave, time in TIMES.items()]
LABS = [
    ("links", "lab-links", off("network")),
    ("fusion", "lab-fusion", off("network")),
    ("airborne radar", "lab-airborne", ["sides.blue.sensors.watch.orbit=null"]),
    ("remote launch", "lab-remote", ["sides.blue.units.battery.launches_on=own_track"]),
    ("suppression", "lab-network", off("suppression")),
    ("supplies", "lab-supplies", off("suppression")),
    ("aim: launchers", "lab-launchers", off("suppression")),
    ("emission", "lab-suppression", off("emission")),
    ("cued", "lab-emission", ["sides.blue.units.battery.doctrine.emission.mode=always"]),
    ("moves", "lab-moves", off("moves")),
    ("jamming", "lab-jamming", off("jamming")),
    ("escort jammer", "lab-escort", off("jamming")),
    ("notch", "lab-notch", off("notch")),
    ("rain", "lab-rain", off("rain")),
    ("fighters", "lab-fighters", off("fighters")),
    ("one sky", "lab-airspace", off("fighters")),
    ("next wave", "lab-waves", off("fighters")),
    ("abort", "lab-abort", off("reactions")),
    ("evasion", "lab-evade", off("reactions")),
    ("stand-off line", "lab-release", ["sides.red.raid.weapons.release=0"]),
    ("time on target", "lab-timing", ONE_BY_ONE),
    ("doctrine", "lab-doctrine", off("doctrine")),
    ("tiers", "lab-tiers", off("doctrine")),
    ("discrimination", "lab-decoys", off("discrimination")),
    ("luck", "lab-luck", off("luck")),
]

print(f"{'mechanism':14} {'scenario':16} {'leakers with':>12} {'without':>8} {'value lost with':>16} {'without':>8}")
for mechanism, name, without in LABS:
    whole, reduced = (
        mantlet.run(mantlet.load(name, overrides=changes), draws=20, replications=50) for changes in ([], without)
    )
    leakers, lost = ([run.metrics[metric]["mean"] for run in (whole, reduced)] for metric in ("leakers", "value_lost"))
    print(f"{mechanism:14} {name:16} {leakers[0]:12.2f} {leakers[1]:8.2f} {lost[0]:16.2f} {lost[1]:8.2f}")
