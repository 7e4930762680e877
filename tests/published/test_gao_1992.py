"""GAO/IMTEC-92-26, 4 February 1992: what Patriot was fired at in 1991 flew at about Mach 5, printed as 3750 mph."""

from mantlet.library.catalog import catalog

PRINTED_MPH = 3750.0
MPS_PER_MPH = 0.44704


def test_no_draw_of_pac_2_contradicts_what_it_was_fired_at() -> None:
    """The speed above which it is not launched lies above that of its targets of record, in every draw."""
    least_mps = catalog().systems["patriot"].missiles["pac-2"].max_target_speed.values[0]
    assert least_mps > PRINTED_MPH * MPS_PER_MPH
