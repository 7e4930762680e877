"""The same single shots, on their own and with shared luck: what one raid may bring, and what the average comes to."""

import mantlet
from mantlet.physics.kill import shared_luck_outcome

for salvo in (1, 2):
    for share in (0.0, 0.3, 0.6):
        raid = shared_luck_outcome(16, 0.7, salvo, share)
        print(
            f"{salvo} shots at each of 16, {share:.0%} shared: {raid.leakers_mean_count:.2f} leak, "
            f"give or take {raid.leakers_variance**0.5:.2f}, none with {raid.no_leak_prob:.0%}"
        )

for switch in ("false", "true"):
    scenario = mantlet.load("lab-luck", overrides=[f"mechanisms.luck={switch}"])
    found = mantlet.run(scenario, replications=20_000, draws=1, seed=1).metrics
    leakers, (low, high) = found["leakers"]["mean"], found["leakers"]["chance"]
    lost = found["asset_out_prob"]["mean"]
    print(f"lab-luck, luck {switch}: {leakers:.2f} leak, {low:g} to {high:g} in a raid; depot lost with {lost:.1%}")
