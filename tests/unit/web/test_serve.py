"""The command as it runs: bound to this machine, answering, and clear about what is missing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import mantlet
from mantlet.base.errors import UsageError
from mantlet.cli import view

CALL = "import sys; from mantlet.cli import main; sys.exit(main())"


def test_the_command_serves_until_it_is_interrupted(shelf_folder: Path, root: Path) -> None:
    words = [sys.executable, "-c", CALL, "view", str(shelf_folder), "--no-open"]
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "COLUMNS": "40"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        address = urlsplit(server.stdout.readline().strip())
        assert address.hostname == "127.0.0.1" and address.port
        connection = HTTPConnection("127.0.0.1", address.port, timeout=20)
        connection.request("GET", f"/?{address.query}")
        page = connection.getresponse()
        assert page.status == 200 and "server" not in {name.lower() for name, _ in page.getheaders()}
        cookie = (page.getheader("set-cookie") or "").partition(";")[0]
        assert b"main.js" in page.read()
        connection.request("GET", "/api/runs", headers={"Cookie": cookie})
        assert b'"run":"cs-3"' in connection.getresponse().read()
        connection.close()
        server.send_signal(signal.SIGINT)
        _, complaints = server.communicate(timeout=20)
    assert "Traceback" not in complaints


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_fight_under_way_ends_with_the_server_and_leaves_nothing(
    tmp_path: Path, root: Path, number: signal.Signals
) -> None:
    mantlet.run(mantlet.load("cs-3"), draws=200, replications=100, keep="summary").save(tmp_path / "runs" / "long")
    (tmp_path / "tmp").mkdir()
    words = [sys.executable, "-c", CALL, "view", str(tmp_path / "runs"), "--no-open"]
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "TMPDIR": str(tmp_path / "tmp")}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        address = urlsplit(server.stdout.readline().strip())
        assert address.port is not None
        connection = HTTPConnection("127.0.0.1", address.port, timeout=20)
        connection.request("GET", f"/?{address.query}")
        page = connection.getresponse()
        page.read()
        cookie = {"Cookie": (page.getheader("set-cookie") or "").partition(";")[0]}
        sent = cookie | {"Origin": f"http://127.0.0.1:{address.port}", "Content-Type": "application/json"}
        body = '{"run": "long", "set": ["luck.raid=0.1"]}'
        connection.request("POST", "/api/fights", body, sent)
        answer = connection.getresponse()
        assert answer.status == 202, answer.read()
        answer.read()
        connection.request("GET", "/api/fights/1", headers=cookie)
        stream = connection.getresponse()
        while b'"fighting"' not in (line := stream.readline()):
            assert b'"failed"' not in line
        assert list((tmp_path / "tmp").iterdir())
        server.send_signal(number)
        _, complaints = server.communicate(timeout=20)
        connection.close()
    assert "Traceback" not in complaints
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError, match="cannot be had"):
        view.view(tmp_path, taken.getsockname()[1], opens=False)
    with pytest.raises(UsageError, match="1 to 65535"):
        view.view(tmp_path, 70_000, opens=False)


def test_a_missing_extra_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"mantlet\[view\]"):
        view.view(tmp_path, None, opens=False)
