"""The same mean number of leakers, a very different raid; then what a finite magazine does."""

from mantlet.physics import kill

for per_raid in (False, True):
    raid = kill.raid_outcome(20, 0.8, 2, track_prob=0.9, track_per_raid=per_raid)
    kind = "raid" if per_raid else "object"
    print(f"track per {kind}: {raid.leakers_mean_count:.2f} leak, no leak with {raid.no_leak_prob:.3f}")

for rounds in (4, 6, 8):
    raid = kill.shoot_look_shoot(object_count=4, round_count=rounds, single_shot_prob=0.7, look_count=3)
    print(f"{rounds} rounds: {raid.leakers_mean_count:.3f} of 4 leak, {raid.shots_mean_count:.2f} shots")

print(f"4 channels, 2 busy on average: {kill.erlang_b(2.0, 4):.1%} of arrivals find none free")
