"""One claimed range, read as a single scan and as cumulative detection, scaled to smaller objects."""

import math

from mantlet.physics import detection, radar

for name, closing_step_m in (("single scan", 0.0), ("cumulative", 2500.0)):
    claim = radar.RangeClaim(range_m=400e3, rcs_m2=4.0, detection_prob=0.9, closing_step_m=closing_step_m)
    anchor_db = 10 * math.log10(radar.anchor_snr_ratio(claim))
    print(f"{name}: {anchor_db:.1f} dB at 400 km on 4 m2")
    for rcs_m2 in (1.0, 0.1):
        snr = radar.claim_snr_ratio(claim, 200e3, rcs_m2)
        seen = detection.detection_prob(snr, claim.false_alarm_prob, claim.pulse_count, claim.swerling)
        print(f"  {rcs_m2:g} m2 at 200 km: detected in a scan with {seen:.2f}")
