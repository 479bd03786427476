"""The server as it is started: gunicorn in a process of its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import pytest

from kb.errors import ConfigurationError
from kb.settings import Settings
from webapp.server import serve


@pytest.fixture(scope="module")
def address(settings: Settings, ids: Mapping[str, str]) -> Iterator[str]:
    """Start the server; its announcement says when it can be asked."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = (
        "import sys, pathlib; from kb.settings import Settings; from webapp.server import serve; "
        "serve(Settings(data=pathlib.Path(sys.argv[1])), '127.0.0.1', int(sys.argv[2]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(settings.data), str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            _, log = process.communicate(timeout=20)
    assert "canary" not in log
    assert "127.0.0.1" not in log


def fetch(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_answers(address: str) -> None:
    status, page = fetch(f"{address}/km/search?q={quote('អាជ្ញាយុកាល')}")
    assert status == 200
    assert "<mark>អាជ្ញាយុកាល</mark>" in page


def test_longest_query_fits_into_an_address(address: str) -> None:
    status, _ = fetch(f"{address}/km/search?q={quote('ក' * 512)}")
    assert status == 200


def test_query_of_100_kilobytes_gets_one_clear_line(address: str) -> None:
    status, text = fetch(f"{address}/km/search?q=canary{'a' * 100_000}")
    assert status == 414
    assert "Shorten the query to 512 characters." in text


def test_unencoded_address_gets_a_remedy(address: str) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall("GET /km/search?q=ក-canary HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        answer = connection.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.1 400 ")
    assert "percent-encoded" in answer
    assert "canary" not in answer


def test_missing_knowledge_base_is_the_callers_error(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with pytest.raises(ConfigurationError):
        serve(Settings(data=tmp_path_factory.mktemp("none")), "127.0.0.1", 0)
