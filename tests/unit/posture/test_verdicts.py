"""Rankings of policies: what was laid into the losses comes out; what chance or sources leave open is not ranked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mantlet.posture.verdicts import RULE, Input, across_weights, flips, pair, pairs, regret

LOSSES = arrays(float, st.tuples(st.just(3), st.integers(1, 12), st.integers(1, 5)), elements=st.integers(0, 4))


def _luck(seed: int = 20200623) -> np.random.Generator:
    return np.random.default_rng(seed)


def _apart(differences: list[float], replications: int = 8) -> np.ndarray:
    """Two policies whose paired losses differ by so much in each draw, whatever the dice."""
    shared = _luck().integers(0, 50, (len(differences), replications)).astype(float)
    return np.stack([shared + np.array(differences)[:, None], shared])


def test_a_pair_that_differs_by_the_same_in_every_battle() -> None:
    seen = pair(_apart([-2.0] * 10), 0, 1)
    assert (seen.mean, seen.error, seen.ignorance) == (-2.0, (-2.0, -2.0), (-2.0, -2.0))
    assert (seen.first_share, seen.second_share, seen.unseen_share) == (1.0, 0.0, 0.0)
    assert seen.correlation == pytest.approx(1.0) and seen.verdict == "first"


def test_policies_that_fight_alike_show_no_difference() -> None:
    seen = pair(_apart([0.0] * 10), 0, 1)
    assert (seen.unseen_share, seen.verdict) == (1.0, "indistinguishable")


@pytest.mark.parametrize(
    ("better", "worse", "alike", "verdict"),
    [
        (38, 2, 0, "first"),  # one in twenty is still allowed
        (37, 3, 0, "indistinguishable"),  # one more is not
        (21, 0, 19, "first"),
        (20, 0, 20, "indistinguishable"),  # half is not more than half
        (2, 38, 0, "second"),
    ],
)
def test_the_rule_at_its_edges(better: int, worse: int, alike: int, verdict: str) -> None:
    seen = pair(_apart([-1.0] * better + [1.0] * worse + [0.0] * alike), 0, 1)
    assert seen.verdict == verdict
    assert (seen.first_share, seen.second_share) == (better / 40, worse / 40)


def test_a_mean_on_the_other_side_forbids_a_verdict() -> None:
    """Better by a little in 95 draws and worse by much in five: the mean says otherwise, or nothing."""
    seen = pair(_apart([-1.0] * 95 + [100.0] * 5), 0, 1)
    assert seen.first_share == 0.95 and seen.mean > 0 and seen.verdict == "indistinguishable"


def test_intervals_within_draws_are_of_paired_differences() -> None:
    """t(0.975, 4 x 3) = 2.178813 (tables): differences of mean m and standard error 1 count from |m| = 2.1789 on."""
    around = np.array([-1.0, -1.0, 1.0, 1.0]) * np.sqrt(3)  # s²/n = 4/4
    differences = np.stack([around + center for center in (-2.180, -2.178, 2.178, 2.180)])
    shared = _luck().normal(0, 1000, differences.shape)
    seen = pair(np.stack([differences + shared, shared]), 0, 1)
    assert (seen.first_share, seen.second_share, seen.unseen_share) == (0.25, 0.25, 0.5)


@pytest.mark.parametrize("replications", [2, 4, 16])
def test_alike_on_average_looks_better_one_way_in_at_most_one_draw_of_forty(replications: int) -> None:
    draws = 20_000
    seen = pair(_luck().normal(0, 1, (2, draws, replications)), 0, 1)
    allowed = 4 * np.sqrt(0.025 * 0.975 / draws)
    for share in (seen.first_share, seen.second_share):
        assert 0.015 - allowed < share < 0.025 + allowed
    assert seen.correlation == pytest.approx(0.0, abs=4 / np.sqrt(draws * (replications - 1)))


@pytest.mark.parametrize("replications", [2, 4])
def test_few_replications_see_what_the_luck_of_all_draws_lets_them_see(replications: int) -> None:
    """Five standard errors apart in each draw: Student's interval of two replications alone is 12.7 of them wide."""
    apart = 5 / np.sqrt(replications)
    found = _luck().normal(-apart, 1, (400, replications))
    seen = pair(np.stack([found, np.zeros_like(found)]), 0, 1)
    assert seen.first_share > 0.95 and seen.verdict == "first"


def test_a_draw_with_more_luck_than_the_others_is_judged_by_its_own() -> None:
    """t(0.975, 101 * 7) = 1.96: of luck ten times that of the others, 3 standard errors of the others are nothing."""
    own = np.array([-1.0, 1.0] * 4)
    found = np.concatenate([np.tile(0.1 * own, (100, 1)), own[None] - 0.3])
    seen = pair(np.stack([found, np.zeros_like(found)]), 0, 1)
    assert seen.first_share == 0.0


def test_replications_that_agree_by_chance_are_no_certainty() -> None:
    found = np.tile([-1.0, 1.0], (100, 1))
    found[0] = -0.2
    assert pair(np.stack([found, np.zeros_like(found)]), 0, 1).first_share == 0.0


def test_noise_of_replications_is_not_ignorance() -> None:
    """Differences scatter by 2 over the draws and by 6 over 9 replications: means by sqrt(8), the sources by 2."""
    center = _luck().normal(0, 2, 4000)
    noise = _luck(1).normal(0, 6, (4000, 9))
    seen = pair(np.stack([center[:, None] + noise, np.zeros((4000, 9))]), 0, 1)
    assert seen.ignorance is not None and seen.ignorance_kind == "p05_p95"
    assert seen.ignorance[1] - seen.ignorance[0] == pytest.approx(2 * 1.6449 * 2, rel=0.1)


def test_what_cannot_be_known_is_not_said() -> None:
    one_replication = pair(_apart([-5.0] * 30, replications=1), 0, 1)
    assert one_replication.unseen_share == 1.0 and one_replication.ignorance is None
    assert one_replication.correlation is None and one_replication.verdict == "indistinguishable"
    one_draw = pair(_apart([-5.0]), 0, 1)
    assert one_draw.error is None and one_draw.first_share == 1.0 and one_draw.verdict == "indistinguishable"


@given(LOSSES)
def test_turning_a_pair_round_turns_the_answer_round(losses: np.ndarray) -> None:
    one, other = pair(losses, 0, 1), pair(losses, 1, 0)
    assert one.mean == -other.mean
    assert (one.first_share, one.second_share) == (other.second_share, other.first_share)
    turned = {"first": "second", "second": "first", "indistinguishable": "indistinguishable"}
    assert turned[one.verdict] == other.verdict
    assert one.first_share + one.second_share + one.unseen_share == pytest.approx(1.0)


@given(LOSSES)
def test_regret_adds_up(losses: np.ndarray) -> None:
    entries = regret(losses)
    assert sum(entry.best_share for entry in entries) == pytest.approx(1.0)
    assert all(0 <= entry.mean <= entry.high for entry in entries)
    assert [one.mean - entries[0].mean for one in entries] == pytest.approx(
        list(losses.mean(axis=(1, 2)) - losses[0].mean())
    )


def test_pairs_go_by_name() -> None:
    table = pairs(np.stack([*_apart([-1.0] * 30), np.full((30, 8), 99.0)]), ["press", "wait", "buy"])
    assert {both: seen.verdict for both, seen in table.items()} == {
        ("press", "wait"): "first",
        ("press", "buy"): "first",
        ("wait", "buy"): "first",
    }
    with pytest.raises(ValueError, match="2 names, expected one for each of 3"):
        pairs(np.zeros((3, 2, 2)), ["press", "wait"])


def test_the_rule_is_quoted_without_the_word_it_must_not_use() -> None:
    assert "draws consistent with the sources" in RULE and "probab" not in RULE


def test_regret_worked_by_hand() -> None:
    """Three draws, least losses 1, 2 and 4; in the last, two policies are best and divide the draw."""
    means = np.array([[1.0, 5.0, 4.0], [2.0, 2.0, 4.0], [9.0, 3.0, 7.0]])
    entries = regret(means[:, :, None])
    assert [entry.mean for entry in entries] == pytest.approx([1.0, 1 / 3, 4.0])
    assert [entry.high for entry in entries] == [3.0, 1.0, 8.0]
    assert [entry.best_share for entry in entries] == pytest.approx([0.5, 0.5, 0.0])
    assert {entry.high_kind for entry in entries} == {"greatest"}


def test_regret_of_many_draws_has_a_quantile() -> None:
    losses = np.stack([np.arange(101.0), np.zeros(101)])[:, :, None]
    assert regret(losses)[0][1:3] == (95.0, "p95")


def test_a_line_of_a_textbook() -> None:
    """x 1..10 with residuals that sum to zero and are square to x: slope 2, se = sqrt(0.8 / 8 / 82.5) by hand."""
    values = np.arange(1.0, 11.0)
    rest = np.array([1.0, -1.0, -1.0, 1.0, 0.0, 0.0, 1.0, -1.0, -1.0, 1.0]) * np.sqrt(0.1)
    (flip,) = flips(2 * values - 9 + rest, {"kill": Input(values, "assumed")})
    assert (flip.name, flip.standing) == ("kill", "assumed")
    assert flip.at == pytest.approx(4.5)
    assert flip.predicted == pytest.approx((-7.0, 11.0))
    assert flip.t_ratio == pytest.approx(2 / np.sqrt(0.8 / 8 / 82.5))


def test_inputs_that_move_and_do_not_turn_have_no_figure() -> None:
    values = np.linspace(0, 1, 50)
    (flip,) = flips(5 - values, {"reach": Input(values, "cited")})
    assert flip.at is None and flip.predicted == pytest.approx((5.0, 4.0)) and flip.t_ratio < -1e6


def test_a_line_that_no_draw_follows_turns_nothing() -> None:
    """Censored at zero: the line crosses it, and no draw has the other sign."""
    values = np.linspace(0, 1, 200)
    (flip,) = flips(np.maximum(0.0, 1 - 2 * values), {"late": Input(values, "drawn")})
    assert min(flip.predicted) < 0 < max(flip.predicted) and flip.at is None


@pytest.mark.parametrize(("beyond", "turns"), [(9, False), (10, True)])
def test_a_turning_point_needs_draws_beyond_it(beyond: int, turns: bool) -> None:
    values = np.arange(200.0)
    (flip,) = flips(values - (beyond - 0.5), {"reach": Input(values, "drawn")})
    assert (flip.at is not None) == turns


def test_the_strongest_come_first_and_the_still_ones_never() -> None:
    luck = _luck()
    strong, weak, idle = luck.normal(size=(3, 400))
    inputs = {"weak": weak, "idle": idle, "fixed": np.ones(400), "strong": strong}
    given_as = {name: Input(values, "assumed") for name, values in inputs.items()}
    found = flips(3 * strong - weak + luck.normal(size=400), given_as)
    assert [flip.name for flip in found] == ["strong", "weak"]
    assert flips(np.ones(400), given_as) == [] and flips(np.ones(2), {}) == []


def test_chance_is_taken_for_a_flip_once_in_a_thousand() -> None:
    luck, trials, found = _luck(), 1000, 0
    for _ in range(trials):
        inputs = {str(index): Input(column, "assumed") for index, column in enumerate(luck.normal(size=(10, 30)))}
        found += bool(flips(luck.normal(size=30), inputs))
    assert found <= 5  # one is expected; six or more come once in 1,700 times


def test_weights_that_turn_a_verdict_are_named() -> None:
    """The first saves aircraft and loses sites: who weighs sites more than aircraft by three takes the second."""
    aircraft, sites = _apart([-3.0] * 30), _apart([1.0] * 30)
    names = ["caps", "sites"]
    weights = {"as they cost": aircraft + sites, "even": aircraft + 3 * sites, "sites first": aircraft + 9 * sites}
    standing = across_weights(weights, names)["caps", "sites"]
    assert standing.verdict == "first" and not standing.same
    assert standing.differing == {"even": "indistinguishable", "sites first": "second"}
    assert across_weights({"aircraft": aircraft, "both": aircraft + sites}, names)["caps", "sites"].same
    with pytest.raises(ValueError, match="no weights"):
        across_weights({}, names)
