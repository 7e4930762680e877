"""What every test shares: where the repository is, renewing kept outputs, and no quiet skips where it counts."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
# Elsewhere a test may be skipped for want of a browser; where CI is set, everything is there or it fails.
STRICT = os.environ.get("CI", "").lower() not in ("", "0", "false")

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault
settings.load_profile("untimed")

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write kept outputs (docs examples, golden runs) anew")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def renew(request: pytest.FixtureRequest) -> bool:
    """True when kept outputs are to be written anew instead of compared."""
    return bool(request.config.getoption("--renew"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _no_quiet_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _no_quiet_skip((yield))


def _no_quiet_skip(report: Report) -> Report:
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where CI is set: {report.longrepr}"
    return report
