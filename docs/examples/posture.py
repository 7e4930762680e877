"""What a year's earlier delivery of NASAMS would buy Lithuania, in a few draws."""

import mantlet

answer = mantlet.posture("lithuania-2024", draws=20, seed=1)
print(f"value at stake {answer['value_at_stake']:g}; lost in a raid of an average month, and saved against waiting")
for policy in answer["policies"]:
    lost, saved = (policy[what]["record"]["fixed"] for what in ("lost", "saved"))
    low, high = saved["ignorance"]
    print(f"  {policy['title']:45} {lost['mean']:5.1f}  {saved['mean']:5.2f} (ignorance {low:.2f} to {high:.2f})")
print(answer["ranking"]["sentence"])
print(answer["ranking"]["across"])
for asked in answer["sceptic"]:
    print(asked["sentence"])
