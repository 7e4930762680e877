"""Input made to hurt: each is answered with faults at once, never with a traceback."""

from __future__ import annotations

import time

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.scenario.load import loads
from scenario_parts import LIBRARY, SCENARIO

MB = 1_000_000
LONGEST_S = 3.0  # answered in well under one second; the rest is for a busy machine
HOSTILE = {
    "deep lists": "[" * MB,
    "deep mappings": "{a: " * (MB // 4),
    "deep inside": SCENARIO.replace("value: 10", "value: " + "[" * 100_000),
    "alias bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"b{n}: &b{n} [{'*a,' * 9}]\n" for n in range(20_000)),
    "huge key": f"? {'k' * MB}\n: 1\n",
    "many keys": "\n".join(f"k{n}: 1" for n in range(90_000)),
    "many unknown fields": SCENARIO + "\n".join(f"k{n}: 1" for n in range(20_000)),
    "long scalar": f"title: {'t' * MB}",
    "long number": SCENARIO.replace("count: 4", f"count: {'9' * MB}"),
    "long quantity": SCENARIO.replace("20 min", f"{'0' * MB} min"),
    "long id": SCENARIO.replace("id: first", f"id: {'a' * MB}"),
    "long target": SCENARIO.replace("target: field\n", f"target: [{'a' * MB}]\n").replace("count: 4", "count: -4"),
    "many units": SCENARIO.replace("    units:\n", "    units:\n" + "      - {id: u, sytem: x}\n" * 9_000),
    "many faults": SCENARIO.replace("    units:\n", "    units:\n" + "      - {id: u, sytem: x}\n" * 490),
    "nothing": "",
    "spaces": " " * MB,
    "tabs": "\t" * 1000,
    "nul": "\x00" * 1000,
    "tag": "!!python/object/apply:os.system ['true']",
    "merge": SCENARIO.replace("magazine: 12", "<<: {magazine: 12}"),
    "twice": SCENARIO.replace("magazine: 12", "magazine: 12\n        magazine: 13"),
    "second document": SCENARIO + "---\n" + SCENARIO,
    "list": "- 1\n- 2",
    "word": "NO",
    "complex key": "? [a, b]\n: 1",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_quickly_and_in_words(name: str) -> None:
    started_s = time.process_time()
    with pytest.raises(InvalidInput) as caught:
        loads(HOSTILE[name], file="x.yaml", library=LIBRARY)
    assert time.process_time() - started_s < LONGEST_S
    assert 1 <= len(caught.value.faults) <= 41
    assert all(fault.file == "x.yaml" for fault in caught.value.faults)
    assert len(str(caught.value)) < 50_000


@pytest.mark.parametrize("odd", ["null", "[]", "{}", "-1", "1e300", "true", '""', "x: y", "'9 km msl'", "~", "0"])
def test_an_odd_value_anywhere_is_taken_or_refused_in_words(odd: str) -> None:
    refused = 0
    for line in SCENARIO.splitlines():
        key, colon, value = line.partition(": ")
        if colon and value and not line.lstrip().startswith("- {"):
            try:
                loads(SCENARIO.replace(line, f"{key}: {odd}", 1), file="x.yaml", library=LIBRARY)
            except InvalidInput:
                refused += 1
    assert refused > 10
