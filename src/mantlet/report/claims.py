"""What a brief says of the reports that its numbers were read from, and of claims that have changed since."""

from __future__ import annotations

from mantlet.evidence.known import Ground
from mantlet.report.markup import Html, element, section, table


def stale(ground: Ground) -> list[Html]:
    """The notice that belongs above everything else, where there is one."""
    if ground.notice is None:
        return []
    return [element("p", element("strong", "Out of date? "), f"{ground.notice}.", class_="notice")]


def claims(ground: Ground) -> list[Html]:
    """Each claim with its report and place, what it says there, and who decided on it; nothing where there are none."""
    if not ground.words:
        return []
    text = (
        "Numbers with these claims behind them were read from reports; who decided on each is named. The reports "
        "themselves are not kept: a place is counted in characters of the report's text."
    )
    rows: list[list[object]] = [
        [element("code", ref.partition("@")[0]), words] for ref, words in sorted(ground.words.items())
    ]
    named = table("Claims, where each stands, and what it says there", ["Claim", "Report, place, what it says"], rows)
    return [section("claims", "Read from reports", element("p", text), named)]
