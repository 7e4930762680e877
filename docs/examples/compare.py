"""Compare two scenarios on paired draws, with as many raids as are told, and with as many as it takes."""

import mantlet

scenario = mantlet.load("cs-1")
fewer = mantlet.load("cs-1", overrides=["sides.blue.units.0.magazine=12"])

found = mantlet.compare(scenario, fewer, replications=200, draws=10, seed=1)
leakers = found["metrics"]["leakers"]
low, high = leakers["error"]
print(f"with 12 rounds {leakers['difference']:.2f} more leak ({low:.2f} to {high:.2f})")
print(f"correlation {leakers['correlation']:.2f}: unpaired, {leakers['worth']:.1f} times the raids")

found = mantlet.compare(scenario, fewer, until="leakers=0.05")
look = found["until"]["looks"][-1]
known = look["metrics"]["leakers"]
print(f"{known['mean']:.2f}, give or take {known['half_width']:.3f}")
print(f"fought for it: {look['draws']} draws of {look['replications']} raids")
