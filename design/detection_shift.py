"""What a drawn false-alarm probability does to a detection curve, and what its table costs.

Beside the curve of 1e-6, those of 1e-4 and 1e-8 shifted along signal-to-noise in dB until all meet where a claim of 0.8
is anchored, and shifted along signal and noise together; see docs/decisions/0019-laid-once.md.
"""

from __future__ import annotations

import math
import time

import numpy as np

from mantlet.physics.detection import detection_prob, detection_table, required_snr_ratio

CLAIMED_PROB, MIDDLE, OUTER, TABLES = 0.8, 1e-6, (1e-4, 1e-8), 200


def main() -> None:
    """Prints the largest difference in probability, and microseconds of processor for a table."""
    around_db = np.linspace(-25.0, 15.0, 401)
    anchor = required_snr_ratio(CLAIMED_PROB, MIDDLE, 1, 1)
    for false_alarm_prob in OUTER:
        own, ratio = required_snr_ratio(CLAIMED_PROB, false_alarm_prob, 1, 1), 10.0 ** (around_db / 10.0)
        in_db, together = 0.0, 0.0
        for part in ratio.tolist():
            exact = detection_prob(own * part, false_alarm_prob, 1, 1)
            in_db = max(in_db, abs(exact - detection_prob(anchor * part, MIDDLE, 1, 1)))
            shifted = (1.0 + own * part) * math.log(MIDDLE) / math.log(false_alarm_prob) - 1.0
            if shifted >= 0.0:
                together = max(together, abs(exact - detection_prob(shifted, MIDDLE, 1, 1)))
        print(f"{false_alarm_prob:g}: off by {in_db:.4f} shifted in dB, by {together:.0e} signal and noise together")
    for pulses in (1, 10):
        detection_table(1e-5, pulses, 1)
        begun = time.process_time()
        for n in range(TABLES):
            detection_table(MIDDLE * (1.0 + 1e-6 * n), pulses, 1)
        print(f"a table of {pulses} pulses: {(time.process_time() - begun) / TABLES * 1e6:.0f} us")


if __name__ == "__main__":
    main()
