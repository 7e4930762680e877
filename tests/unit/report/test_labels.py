"""Names on the map: none covers another, none leaves the frame, none is written over an obstacle."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mantlet.report.labels import Box, Label, overlaps, placed

FRAME: Box = (-300.0, -200.0, 300.0, 200.0)
spots = st.tuples(st.floats(-300, 300), st.floats(-200, 200), st.floats(5, 120))


@settings(max_examples=50)
@given(st.lists(spots, max_size=25))
def test_no_name_covers_another(found: list[tuple[float, float, float]]) -> None:
    labels = [Label(str(number), x, y, width, 10.0) for number, (x, y, width) in enumerate(found)]
    obstacles = [(x - 4, y - 4, x + 4, y + 4) for x, y, _ in found]
    places = placed(labels, obstacles, FRAME)
    boxes = [place.box for place in places]
    for number, box in enumerate(boxes):
        assert not any(overlaps(box, other) for other in boxes[:number])
        assert not any(overlaps(box, other) for other in obstacles)
        assert FRAME[0] <= box[0]
        assert box[2] <= FRAME[2]
        assert FRAME[1] <= box[1]
        assert box[3] <= FRAME[3]


def test_the_first_label_has_the_best_place_and_a_far_one_gets_a_line() -> None:
    crowd = [Label(str(number), 0.0, 0.0, 80.0, 10.0) for number in range(12)]
    places = placed(crowd, [], FRAME)
    assert [place.label.text for place in places] == [label.text for label in crowd]
    assert (places[0].x, places[0].y) == (46.0, 0.0)
    assert not places[0].leader
    assert places[-1].leader


def test_a_name_keeps_off_lines_while_it_stays_near_and_is_written_over_them_before_it_is_lost() -> None:
    label = Label("site", 0.0, 0.0, 40.0, 10.0)
    right: Box = (2.0, -20.0, 60.0, 20.0)
    (beside,) = placed([label], [], FRAME, lines=[right])
    assert not overlaps(beside.box, right)
    (over,) = placed([label], [], FRAME, lines=[FRAME])
    assert (over.x, over.y) == (26.0, 0.0)


def test_a_label_without_room_is_left_out() -> None:
    assert placed([Label("long", 0.0, 0.0, 700.0, 10.0)], [], FRAME) == []
