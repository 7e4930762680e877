"""Nobody comes in but the browser that brought the token, whatever it asks for and however."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

from mantlet.web.app import STATIC, application
from mantlet.web.door import FIGHTS, MOST_BYTES, POLICY, WRITES, Door
from mantlet.web.shelf import Shelf
from unit.web.asking import HOST, PORT, ask, post

CHANGE = "numbers.textbook-radar-round.max_range=52 km"
FILLED = {
    "run": "cs-3",
    "posture": "small",
    "policy": "wait",
    "month": "2021-09",
    "raid": "raid",
    "other": "cs-3",
    "draw:int": "0",
    "replication:int": "1",
    "height:int": "100",
    "object": "low-valley-001",
    "fight": "1",
}


@pytest.fixture
def door(shelf_folder: Path, answers_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The door of a server on which one fight has been started."""
    both = tmp_path_factory.mktemp("both")
    for folder in (shelf_folder, answers_folder):
        (both / folder.name).symlink_to(folder)
    app = application(Shelf(both))
    assert post(app, FIGHTS, {"run": "cs-3", "set": [CHANGE]}).status == 202
    yield Door(app, PORT)
    app.state.yard.close()


def paths(folder: Path, method: str = "GET") -> list[str]:
    """Every path that can be read, or written to, its parameters filled in, each file of the page among them."""
    found: list[str] = []
    for route in application(Shelf(folder)).routes:
        assert isinstance(route, Route) and route.methods is not None
        assert route.methods in ({"GET", "HEAD"}, {"POST"}), f"{route.path} can be asked in another way"
        if method not in route.methods:
            continue
        files = sorted(one.name for one in STATIC.iterdir()) if "{name}" in route.path else [""]
        found += [
            re.sub(r"\{([^}]+)\}", lambda name, file=file: {**FILLED, "name": file}[name[1]], route.path)
            + f"?set={CHANGE}" * ("/changed" in route.path)
            for file in files
        ]
    return found


def cookie_of(door: Door) -> str:
    """The cookie that the token buys."""
    answer = ask(door, door.address)
    assert answer.status == 200
    return answer.headers["set-cookie"]


def test_every_route_refuses_without_the_cookie(door: Door, shelf_folder: Path) -> None:
    asked = paths(shelf_folder)
    assert len(asked) > 20, "the routes are gone, or not found any more"
    for path in [*asked, "/nothing-here", "/static/../door.py"]:
        for method in ("GET", "HEAD"):
            answer = ask(door, path, method)
            assert answer.status == 401, f"{method} {path}"
            assert answer.headers["content-security-policy"] == POLICY
            assert answer.headers["cache-control"] == "no-store", "a refusal is not kept, nor what was refused"


def test_every_route_answers_with_the_cookie(door: Door, shelf_folder: Path) -> None:
    cookie = cookie_of(door).partition(";")[0]
    for path in paths(shelf_folder):
        for method in ("GET", "HEAD"):
            answer = ask(door, path, method, {"cookie": f"other=1; {cookie}"})
            assert answer.status == 200, f"{method} {path}: {answer.body[:200]!r}"
            assert answer.headers["content-security-policy"] == POLICY
            if "immutable" not in answer.headers["cache-control"]:
                assert answer.headers["cache-control"] == "no-store", path


def test_only_files_with_a_hash_in_their_name_are_kept_by_the_browser(door: Door, shelf_folder: Path) -> None:
    cookie = {"cookie": cookie_of(door).partition(";")[0]}
    told = {path: ask(door, path, headers=cookie).headers["cache-control"] for path in paths(shelf_folder)}
    kept = {path for path, said in told.items() if said != "no-store"}
    assert {told[path] for path in kept} == {"private, max-age=31536000, immutable"}
    assert all(re.fullmatch(r"/static/[\w-]+-[0-9A-Z]{8}\.js", path) for path in kept)
    large = {one.name for one in STATIC.iterdir() if one.suffix == ".js" and one.stat().st_size > 100_000}
    assert large <= {path.rpartition("/")[2] for path in kept}, "a large file is loaded anew each time"
    gone = ask(door, f"{min(kept)[:-11]}00000000.js", headers=cookie)
    assert (gone.status, gone.headers["cache-control"]) == (404, "no-store")


def test_only_a_fight_can_be_asked_for_and_only_by_the_page_itself(door: Door, shelf_folder: Path) -> None:
    assert paths(shelf_folder, "POST") == [FIGHTS] == list(WRITES)
    stop = {"stop": "1"}
    assert post(door, FIGHTS, stop).status == 401, "without the cookie"
    cookie = {"cookie": cookie_of(door).partition(";")[0]}
    assert post(door, FIGHTS, stop, cookie).status == 200
    for strange, status in (
        ({"origin": "https://example.org"}, 403),
        ({"origin": "null"}, 403),
        ({"host": "example.org"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-length": ""}, 411),
        ({"content-length": "-1"}, 411),
        ({"transfer-encoding": "chunked"}, 411),
        ({"content-length": str(MOST_BYTES + 1)}, 413),
        ({"content-length": "9" * 5000}, 413),
    ):
        answer = post(door, FIGHTS, stop, cookie | strange)
        assert answer.status == status, strange
        assert answer.headers["content-security-policy"] == POLICY
    bare = {"content-type": "application/json", "content-length": "12"}
    assert ask(door, FIGHTS, "POST", cookie | bare, b'{"stop":"1"}').status == 403, "from no page at all"
    for path in paths(shelf_folder):
        if path != FIGHTS:
            assert post(door, path, stop, cookie).status == 405, path


def test_the_token_works_once_and_only_at_the_page(door: Door) -> None:
    token = door.address.partition("?")[2]
    assert ask(door, f"/api/runs?{token}").status == 401
    assert ask(door, f"/?{token}", "HEAD").status == 401
    assert ask(door, "/?token=wrong").status == 401
    cookie = cookie_of(door)
    assert re.fullmatch(rf"mantlet-{PORT}=[\w-]{{43}}; Path=/; HttpOnly; SameSite=Strict", cookie)
    assert ask(door, f"/?{token}").status == 401, "a second browser with the same address"
    assert ask(door, f"/?{token}", headers={"cookie": cookie.partition(";")[0]}).status == 200, "the page read again"


@pytest.mark.parametrize("host", ["example.org", f"example.org:{PORT}", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_strange_host_is_refused(door: Door, host: str) -> None:
    cookie = cookie_of(door).partition(";")[0]
    assert ask(door, "/api/runs", headers={"cookie": cookie, "host": host}).status == 403


@pytest.mark.parametrize(
    ("origin", "status"),
    [(f"http://{HOST}", 200), (f"http://localhost:{PORT}", 200), ("https://example.org", 403), ("null", 403)],
)
def test_a_page_from_elsewhere_is_refused(door: Door, origin: str, status: int) -> None:
    cookie = cookie_of(door).partition(";")[0]
    assert ask(door, "/api/runs", headers={"cookie": cookie, "origin": origin}).status == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PROPFIND"])
def test_only_reading_is_allowed(door: Door, method: str) -> None:
    cookie = cookie_of(door).partition(";")[0]
    answer = ask(door, "/api/runs", method, {"cookie": cookie})
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    if method != "POST":
        answer = ask(door, FIGHTS, method, {"cookie": cookie})
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST")


def test_the_policy_lets_nothing_in_that_is_written_into_a_page() -> None:
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY


def test_a_name_of_a_run_is_no_path(door: Door) -> None:
    cookie = cookie_of(door).partition(";")[0]
    for name in ("..", "%2e%2e", "..%2fcs-3", "deeper%2fbroken", "."):
        assert ask(door, f"/api/runs/{name}", headers={"cookie": cookie}).status == 404
