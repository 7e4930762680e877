"""`mantlet evidence` without a terminal: from reports to a library file, and what a changed claim does to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commands import Call, caller
from evidence_samples import CAME, NAME, ORIGINS, PRICE, READING, SHIPS_ID, SPOKE, TEXT
from mantlet.cli import fight
from mantlet.evidence import known
from mantlet.evidence.intake import proposals
from mantlet.evidence.known import Ground
from mantlet.evidence.ledger import read, writing
from mantlet.evidence.review import review
from mantlet.run.result import Result

LEDGER = Path("evidence.jsonl")
BATTERY = Path(__file__).parents[2] / "docs" / "examples" / "library" / "point-defence.yaml"


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    """Runs a command in a folder with a report, and a ledger in which its claims are proposed."""

    def nowhere(result: Result, ground: Ground) -> Path:
        return result.folder / "brief.html"

    monkeypatch.setattr(fight, "_brief", nowhere)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(known, "BUNDLED", tmp_path / "bundled")
    Path(NAME).write_text(TEXT, encoding="utf-8")
    with writing(LEDGER) as book:
        book.add(proposals(READING, ORIGINS, (), "anna"))
    return caller(monkeypatch, capsys)


def evidence(call: Call, *words: str, code: int = 0) -> str:
    """What a command prints, on stdout where it is done, else on stderr."""
    found, out, err = call("evidence", *words)
    assert found == code, err
    assert "Traceback" not in err
    return out if code == 0 else err


def decided(call: Call) -> None:
    """Anna's review, closed: both counts hold."""
    evidence(call, "accept", PRICE.id, CAME.id, SPOKE.id, "--by", "anna")
    evidence(call, "reject", SHIPS_ID, "--why", "how they travelled", "--by", "anna")
    evidence(call, "close", "--by", "anna")


def test_reports_are_put_up_for_review(call: Call) -> None:
    LEDGER.unlink()
    out = evidence(call, "review", NAME, "--by", "anna")
    assert "undecided (anna)" in out and "· undecided" in out
    count = len(read(LEDGER).events)
    evidence(call, "review", NAME, "--by", "anna")
    assert len(read(LEDGER).events) == count, "read twice is proposed once"
    found = json.loads(evidence(call, "review", "--by", "anna", "--json"))
    assert found["schema"] == "mantlet.review/1" and len(found["undecided"]) == len(found["items"])


def test_every_number_of_a_report_is_up_for_review(call: Call) -> None:
    """Whatever the reader makes of them: each digit of the text lies in a claim or among the rest."""
    LEDGER.unlink()
    evidence(call, "review", NAME, "--by", "anna")
    held = [(item.proposed.start, item.proposed.end) for item in review(read(LEDGER).events, "anna").items]
    for at, char in enumerate(TEXT):
        if char.isdigit():
            assert any(first <= at < last for first, last in held), TEXT[at : at + 10]


def test_decisions_are_made_taken_back_and_told(call: Call) -> None:
    assert "✓ accepted: contract value" in evidence(call, "accept", PRICE.id[:6], "--by", "anna")
    said = evidence(call, "edit", CAME.id, "value=>4", "modality=planned", "--why", "so it says", "--by", "anna")
    assert "✎ edited: quantity delivered of Lance → Ruritania >4 battery (2020)" in said and "[so it says]" in said
    assert "✗ rejected" in evidence(call, "reject", SPOKE.id, "--why", "unnamed", "--by", "anna")
    assert f"rejected {SPOKE.id}" in evidence(call, "undo", "--by", "anna")
    assert f"edited {CAME.id}" in evidence(call, "undo", "--by", "anna")
    told = evidence(call, "history")
    assert told.count("took back line") == 2
    assert [word in told for word in ("proposed", "digested", "accepted", "rejected")] == [True] * 4
    one = json.loads(evidence(call, "history", SPOKE.id, "--json"))
    assert [event["does"] for event in one] == ["proposed", "rejected", "undone"]
    assert all(event["by"] == "anna" and event["when"] for event in one)


def test_a_reviewer_adds_a_claim_and_moves_one(call: Call) -> None:
    at = TEXT.index("11 ships")
    words = ("kind=other", "subject=ships", "value=11", "unit=ship", "--by", "anna")
    assert "✓ accepted: other of ships 11 ship" in evidence(call, "add", NAME, str(at), str(at + 8), *words)
    assert "proposed already" in evidence(call, "add", NAME, str(at), str(at + 8), *words, code=2)
    moved = ("start=0", f"end={len(TEXT)}", "--by", "anna")
    assert "report at hand" in evidence(call, "edit", CAME.id, *moved, code=2)
    assert "edited" in evidence(call, "edit", CAME.id, *moved, "--report", NAME)
    found = json.loads(evidence(call, "review", "--by", "anna", "--json"))
    assert SHIPS_ID not in found["undecided"]


def test_what_is_named_twice_is_decided_once(call: Call) -> None:
    count = len(read(LEDGER).events)
    assert evidence(call, "accept", PRICE.id, PRICE.id[:6], "--by", "anna").count("accepted") == 1
    assert len(read(LEDGER).events) == count + 1


def test_all_of_a_call_is_decided_or_nothing(call: Call) -> None:
    before = LEDGER.read_bytes()
    assert "say what it is" in evidence(call, "accept", PRICE.id, SHIPS_ID, "--by", "anna", code=2)
    assert LEDGER.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("accept", "abcdef", "--by", "a"), 2, "nothing proposed has the id 'abcdef'"),
        (("accept", "--by", "a"), 2, "ID"),
        (("accept", PRICE.id), 2, "who decides? Say --by NAME, or write 'reviewer: NAME' into"),
        (("accept", PRICE.id, "--by", " "), 2, "--by: got ' '"),
        (("edit", PRICE.id, "unit", "--by", "a"), 2, "got 'unit', expected FIELD=VALUE"),
        (("edit", PRICE.id, "kind=prize", "--by", "a"), 2, "kind: Input should be"),
        (("reject", PRICE.id, "--by", "a"), 2, "--why"),
        (("reject", PRICE.id, "--why", "", "--by", "a"), 2, "needs its reason"),
        (("undo", "--by", "a"), 2, "a has decided nothing"),
        (("close", "--by", "a"), 2, "undecided claims: 3, numbers neither claimed nor dismissed: 1"),
        (("fuse", "--by", "a"), 2, "the review of a is not closed"),
        (("differences", "a", "b"), 2, "a has decided nothing; there are: none"),
        (("history", "--ledger", "other.jsonl"), 2, "there is no ledger; begin with"),
        (("history", "--ledger", NAME), 3, f"{NAME}:1: is no ledger"),
        (("review", "nowhere.txt", "--by", "a"), 3, "nowhere.txt"),
        (("revue",), 2, "'review'"),
    ],
)
def test_a_wrong_call_says_what_is_right_and_changes_nothing(
    call: Call, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    before = LEDGER.read_bytes()
    assert said in evidence(call, *words, code=code)
    assert LEDGER.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [LEDGER.name, NAME]


def test_the_reviewer_may_be_set_once(call: Call, tmp_path: Path) -> None:
    settings = tmp_path / "config" / "mantlet" / "evidence.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text("reviewer: anna\n")
    evidence(call, "accept", PRICE.id)
    assert read(LEDGER).events[-1][1].by == "anna"
    settings.write_text("reviwer: anna\n")
    assert f"{settings}:1: reviwer: no field 'reviwer'. Did you mean 'reviewer'?" in evidence(call, "undo", code=3)


def test_a_torn_ledger_is_told_and_goes_on(call: Call) -> None:
    evidence(call, "accept", PRICE.id, "--by", "anna")
    whole = LEDGER.read_bytes()
    LEDGER.write_bytes(whole[:-40])
    code, out, err = call("evidence", "review", "--by", "anna")
    assert code == 0 and f"{LEDGER}:7: the last line is torn" in err
    assert "4 undecided" in out
    code, _, err = call("evidence", "accept", CAME.id, "--by", "anna")
    assert code == 0 and "the last line is torn" in err
    code, _, err = call("evidence", "review", "--by", "anna")
    assert (code, err) == (0, "")


def test_a_changed_ledger_is_refused_with_its_line(call: Call) -> None:
    LEDGER.write_text(LEDGER.read_text().replace('"planned"', '"done"'))
    assert f"{LEDGER}:2: does not follow" in evidence(call, "accept", PRICE.id, "--by", "anna", code=3)


def test_two_reviewers_in_one_ledger_or_two(call: Call) -> None:
    evidence(call, "accept", PRICE.id, CAME.id, "--by", "anna")
    evidence(call, "accept", PRICE.id, "--by", "boris")
    evidence(call, "edit", CAME.id, "attribution=on_record", "--by", "boris")
    table = evidence(call, "differences", "anna", "boris")
    assert CAME.id in table and PRICE.id not in table
    (found,) = json.loads(evidence(call, "differences", "anna", "boris", "--json"))
    assert (found["id"], found["fields"]) == (CAME.id, ["attribution"])
    other = Path("boris.jsonl")
    with writing(other) as book:
        book.add(proposals(READING, ORIGINS, (), "boris"))
    evidence(call, "accept", PRICE.id, CAME.id, "--by", "boris", "--ledger", str(other))
    assert "made the same of everything" in evidence(call, "differences", "anna", "boris", "--with", str(other))


def test_claims_that_hold_become_a_library_file(call: Call) -> None:
    decided(call)
    code, out, err = call("evidence", "fuse", "--by", "anna", "--out", "mine/ruritania.yaml", "--name", "Ruritania")
    assert code == 0 and "mantlet show ruritania --library mine" in out
    assert "the claims conflict: 4 or 5; kept apart, taken whole. They span 4 to 5" in err
    code, out, err = call("show", "ruritania", "--library", "mine")
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    for part in (PRICE.id, NAME, "2021-03-04", f"characters {PRICE.start} to {PRICE.end}", "accepted by anna"):
        assert part in words, out
    assert "3150 … 3250 MUSD" in out and "report-" in out
    code, out, _ = call("list", "facts", "--library", "mine")
    assert code == 0 and "ruritania" in out
    assert call("check", "mine/ruritania.yaml")[0] == 0
    assert TEXT.split("\n\n")[1][:20] not in Path("mine/ruritania.yaml").read_text()


def test_a_figure_that_its_claims_do_not_give_is_told(call: Call) -> None:
    decided(call)
    evidence(call, "fuse", "--by", "anna", "--out", "mine/ruritania.yaml")
    sheet = Path("mine/ruritania.yaml")
    sheet.write_text(sheet.read_text().replace("high: 3250 MUSD", "high: 9999 MUSD"))
    code, _, err = call("check", str(sheet))
    assert code == 3 and "high is 9999 MUSD, which is not what its claims say" in err and PRICE.id in err
    assert "mine/ruritania.yaml:" in err
    code, _, err = call("show", "ruritania", "--library", "mine")
    assert code == 0 and "high is 9999 MUSD, which is not what its claims say" in err


def test_fusing_to_stdout_and_json(call: Call) -> None:
    decided(call)
    assert evidence(call, "fuse", "--by", "anna").startswith("kind: facts\nid: evidence\n")
    found = json.loads(evidence(call, "fuse", "--by", "anna", "--json"))
    value, came = found["numbers"]
    assert (value["kind"], [part["text"] for part in value["parts"]]) == (
        "contract_value",
        ["3150 MUSD to 3250 MUSD"],
    )
    assert (came["thing"], [part["weight"] for part in came["parts"]]) == ("battery", [None, None])
    weighed = evidence(call, "fuse", "--by", "anna", "--weight", "anonymous=0.5")
    assert "weights:\n  - 1.0\n  - 0.5" in weighed or "weights: [1.0, 0.5]" in weighed
    assert "nobody is 'anonymus'. Did you mean 'anonymous'?" in evidence(
        call, "fuse", "--by", "anna", "--weight", "anonymus=0.5", code=2
    )
    assert "expected a number above zero" in evidence(call, "fuse", "--by", "anna", "--weight", "anonymous=0", code=2)


def test_an_open_end_is_closed_by_the_user_only(call: Call) -> None:
    evidence(call, "edit", PRICE.id, "value=>3e9", "--by", "anna")
    evidence(call, "accept", CAME.id, "--by", "anna")
    evidence(call, "reject", SPOKE.id, SHIPS_ID, "--why", "no", "--by", "anna")
    evidence(call, "close", "--by", "anna")
    code, out, err = call("evidence", "fuse", "--by", "anna")
    assert code == 0 and "contract value" not in out
    assert "contract value: Lance → Ruritania: at least 3000 MUSD; left out, as no high end is claimed" in err
    assert "needs its reason" in evidence(call, "fuse", "--high", "4000 MUSD", "--by", "anna", code=2)
    assert "unit 'km'" in evidence(call, "fuse", "--high", "4 km", "--why", "x", "--by", "anna", code=2)
    assert "lies beyond" in evidence(call, "fuse", "--high", "4 kUSD", "--why", "x", "--by", "anna", code=2)
    out = evidence(call, "fuse", PRICE.id, "--high", "4000 MUSD", "--why", "a third more", "--by", "anna")
    assert "low: 3000 MUSD" in out and "high: 4000 MUSD" in out
    assert "verification: read_partial" in out and "cited: [low]" in " ".join(out.split()).replace("- low", "[low]")
    assert "no high end is claimed; assumed: a third more" in out


def test_a_file_of_somebody_else_stays(call: Call) -> None:
    decided(call)
    Path("thesis.yaml").write_text("mine: true\n")
    assert "stays as it is" in evidence(call, "fuse", "--by", "anna", "--out", "thesis.yaml", code=2)
    assert Path("thesis.yaml").read_text() == "mine: true\n"
    evidence(call, "fuse", "--by", "anna", "--out", "own.yaml")
    evidence(call, "fuse", PRICE.id, "--by", "anna", "--out", "own.yaml")
    assert "quantity delivered" not in Path("own.yaml").read_text()


def noted() -> dict[str, Any]:
    """The manifest of the raid."""
    return json.loads(Path("out/own/manifest.json").read_text(encoding="utf-8"))


def battery_of(claims: list[dict[str, Any]]) -> str:
    """The battery of the documentation, its launchers as the reports have them."""
    lines = BATTERY.read_text(encoding="utf-8").splitlines()
    at = next(place for place, line in enumerate(lines) if line.strip().startswith("launchers:"))
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    alternatives = json.dumps([{**claim, "value": int(claim["value"])} for claim in claims])
    lines[at] = f'{indent}launchers: {{"alternatives": {alternatives}}}'
    return "\n".join(lines) + "\n"


@pytest.mark.slow
def test_a_changed_claim_marks_what_used_it(call: Call) -> None:
    """End to end: reports, claims, a fused number in a battery, a raid fought with it, and then a second look."""
    import yaml

    decided(call)
    sheet = yaml.safe_load(evidence(call, "fuse", "--by", "anna"))
    (launchers,) = [fact for fact in sheet["facts"] if "quantity delivered" in fact["label"]]
    Path("mine").mkdir()
    own = battery_of(launchers["alternatives"])
    sources = yaml.safe_dump({"kind": "sources", "sources": sheet["sources"]})
    Path("mine/battery.yaml").write_text(own)
    Path("mine/reports.yaml").write_text(sources)
    item = f"{yaml.safe_load(own)['id']}/battery"
    shown = call("show", item, "--library", "mine")
    assert shown[0] == 0 and shown[2] == "" and CAME.id in shown[1]
    unit = "sides.blue.units.0"
    fought = (f"{unit}.system={item}", f"{unit}.kill_prob=null", f"{unit}.magazine=null")
    amount = ("--draws", "4", "--replications", "3", "--threads", "1", "--out", "out/own")
    code, _, err = call("run", "cs-1", "--library", "mine", *amount, *(w for one in fought for w in ("--set", one)))
    assert code == 0, err
    assert call("report", "out/own", "--library", "mine")[::2] == (0, "")
    assert len(noted()["claims"]) == 2 and noted()["claims_notice"] is None

    evidence(call, "edit", CAME.id, "value=6", "--why", "counted again", "--by", "anna")
    stale = f"1 of 2 claims behind it changed since they were used: {CAME.id}"
    code, _, err = call("report", "out/own")
    assert code == 0 and stale in err
    code, out, _ = call(
        "run", "cs-1", "--library", "mine", *amount, *(w for o in fought for w in ("--set", o)), "--json"
    )
    assert code == 0 and json.loads(out)["claims_notice"] == stale and len(json.loads(out)["claims"]) == 2
    code, out, err = call("compare", "out/own", "out/own", "--json")
    assert code == 0 and stale in err and json.loads(out)["claims_notice"] == stale
    code, out, err = call("show", item, "--library", "mine")
    assert stale in err and "CHANGED since it was used; now quantity delivered" in " ".join(out.split())
    code, _, err = call("run", "cs-1", "--library", "mine", *amount, *(w for one in fought for w in ("--set", one)))
    assert code == 0 and stale in err, "a new run on the old number says so as well"
    assert noted()["claims_notice"] == stale, "and its manifest goes on saying so"
    evidence(call, "undo", "--by", "anna")
    assert stale not in call("report", "out/own")[2], "taken back, it stands as it was used"
    evidence(call, "reject", SPOKE.id, "--why", "retracted", "--by", "anna")
    code, out, err = call("show", item, "--library", "mine")
    assert SPOKE.id in err and "it holds no more; rejected by anna" in " ".join(out.split())

    LEDGER.rename("mine/kept.jsonl")
    assert "2 of 2 claims behind it in no ledger known here" in call("report", "out/own")[2]
    assert (
        f"1 of 2 claims behind it changed since they were used: {SPOKE.id}"
        in call("report", "out/own", "--library", "mine")[2]
    )
