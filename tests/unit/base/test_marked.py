"""The strict YAML reader: what is typed, what stays text, what is refused, and how fast hostile input is answered."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mantlet.base.errors import InvalidInput
from mantlet.base.marked import MOST_DEPTH, MOST_NODES, path_text, read, skim_file


def faults_of_text(text: str) -> list[tuple[int, str]]:
    with pytest.raises(InvalidInput) as caught:
        read(text, "x.yaml")
    return [(fault.line, fault.message) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("-2.5", -2.5),
        ("4e2", 400.0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("NO", "NO"),
        ("yes", "yes"),
        ("010", "010"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2015-04-13", "2015-04-13"),
        (".inf", ".inf"),
        (".5", ".5"),
        ("1.", "1."),
        ("+1", "+1"),
        ("~", "~"),
        ("", ""),
        ("True", "True"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("400 km", "400 km"),
    ],
)
def test_only_what_json_types_is_typed(text: str, value: object) -> None:
    found = read(f"a: {text}", "x.yaml").data["a"]
    assert found == value
    assert type(found) is type(value)


plain = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc")), max_size=20)
documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | plain,
    lambda below: (
        st.lists(below, max_size=4) | st.dictionaries(plain.filter(lambda key: key != "<<"), below, max_size=4)
    ),
    max_leaves=12,
)


@given(documents)
def test_json_reads_as_itself(document: object) -> None:
    text = json.dumps({"all": document})
    assert read(text, "x.json").data == {"all": document}


def test_every_value_knows_its_line() -> None:
    marked = read("a: 1\nb:\n  - x\n  - c: 2\n    d: {e: 3}\n", "x.yaml")
    assert [marked.line(place) for place in (("a",), ("b",), ("b", 1), ("b", 1, "d", "e"))] == [1, 2, 4, 5]
    assert marked.line(("b", 1, "nothing", 7)) == 4


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: &x 1", "anchor '&x'"),
        ("a: &x 1\nb: *x", "alias '*x'"),
        ("a: {b: 1}\nc:\n  <<: {d: 1}", "merge key"),
        ("a: 1\na: 2", "duplicate key 'a', first on line 1"),
        ("a: !!python/object:os.system x", "tag"),
        ("a: !mine x", "tag"),
        ("a: 1\n---\nb: 2", "second document"),
        ("? [a, b]\n: 1", "key that is not plain text"),
        ("a: 1e999", "finite"),
        ("", "is empty"),
        ("# nothing", "is empty"),
        ("a: [1", "not valid YAML"),
        ("a: \x07", "not valid YAML"),
        ("[" * (MOST_DEPTH + 2), "deep"),
        ("[" + "1," * (MOST_NODES + 2) + "]", "values"),
    ],
)
def test_surprises_are_refused(text: str, word: str) -> None:
    assert any(word in message for _, message in faults_of_text(text))


def test_all_faults_are_told_with_their_lines() -> None:
    found = faults_of_text("a: &x 1\nb: *x\na: 3\nc: !t 4\n")
    assert [line for line, _ in found] == [1, 2, 3, 4]


def test_no_fault_can_write_to_the_terminal() -> None:
    messages = faults_of_text('"\\e[31mred": 1\n"\\e[31mred": 2')
    assert "\x1b" not in str(messages[0])
    assert path_text(("a\x1b",)).isprintable()


MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "[" * MEGABYTE,
        "{a: " * (MEGABYTE // 4),
        "[" + "a," * (MEGABYTE // 2),
        "a: 1\n" * (MEGABYTE // 5),
        "- " * (MEGABYTE // 2),
        "? " * (MEGABYTE // 2),
        "a: &a [x]\n" + "b: *a\n" * (MEGABYTE // 6),
        "a: " + "9" * MEGABYTE,
        'a: "' + "x" * MEGABYTE,
        "!" * MEGABYTE,
        "&" * MEGABYTE,
        "---\n" * (MEGABYTE // 4),
        "[[" + "],[" * (MEGABYTE // 3),
        "".join(f"k{number}: {number}\n" for number in range(80_000)),
        "a: b\n " * (MEGABYTE // 6),
        "\t" * MEGABYTE,
        "a: |\n" + " x\n" * (MEGABYTE // 3),
    ],
    ids=range(17),
)
def test_a_hostile_megabyte_is_answered_within_a_second(text: str) -> None:
    begun = time.process_time()
    told = "fine"
    try:
        read(text, "x.yaml")
    except InvalidInput as error:
        told = str(error)
    assert 0 < len(told) < 10_000
    assert time.process_time() - begun < 1.0


def test_files_that_cannot_be_read_are_faults(tmp_path: Path) -> None:
    binary = tmp_path / "latin.yaml"
    binary.write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(InvalidInput, match=r"latin\.yaml:2: is not UTF-8"):
        skim_file(binary)
    with pytest.raises(InvalidInput, match="cannot be read"):
        skim_file(tmp_path / "absent.yaml")
    with pytest.raises(InvalidInput, match="cannot be read"):
        skim_file(tmp_path)
    (tmp_path / "bom.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert skim_file(tmp_path / "bom.yaml").data == {"a": 1}
