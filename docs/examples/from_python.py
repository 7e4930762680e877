"""Run a scenario from Python, and ask the outcome table something the report does not say."""

import pyarrow.compute as pc

import mantlet

scenario = mantlet.load("cs-1")
result = mantlet.run(scenario, replications=200, draws=10, seed=1)

leakers = result.metrics["leakers"]
print(f"leakers {leakers['mean']:.3f}, by chance alone {leakers['chance'][0]:g} to {leakers['chance'][1]:g}")

stopped = result.outcomes.to_table(columns=["shots"], filter=pc.field("fate") == "killed")
rounds = stopped.group_by([]).aggregate([("shots", "mean")])["shots_mean"][0].as_py()
print(f"rounds at an object that was stopped: {rounds:.3f}")

fight = result.events(draw=0, replication=7)
print(f"moments of the eighth fight: {fight.num_rows}, columns {', '.join(fight.column_names[:3])}, …")
