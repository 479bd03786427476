"""A real Elasticsearch for tests, without Docker: the published jars and one small Java class.

Needs Maven and a JDK of 21 or later. The first start downloads about 60 MB and compiles; later
ones take some seconds. The jars have no security, so a node listens on loopback only.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from elasticsearch import Elasticsearch

from kb.settings import ElasticsearchSettings

VERSION = "9.5.3"
_SOURCE = Path(__file__).parent
_CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "policy-kb-tests"
_MAIN = "org.elasticsearch.node.LoopbackNode"
_START_SECONDS = 180
_NEEDED_JAVA = 21


class CannotStart(Exception):
    """No node can be had on this machine; says what is missing."""


@dataclass(frozen=True, slots=True)
class Program:
    """What runs a node.

    Attributes:
        java: The program `java`.
        class_path: The classes of Elasticsearch and ours.
    """

    java: Path
    class_path: str


def find_program() -> Program:
    """Download and compile what a node needs, once for a user of this machine.

    Raises:
        CannotStart: There is no Maven, no JDK, or no download.
    """
    jdk = _find_jdk()
    maven = shutil.which("mvn")
    if jdk is None or maven is None:
        raise CannotStart(f"needs Maven and a JDK of {_NEEDED_JAVA} or later (set JAVA_HOME)")
    home = _CACHE / f"elasticsearch-{VERSION}"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test processes may start at once
        source = (_SOURCE / "LoopbackNode.java").read_text()
        made_of = home / "made-of"
        if not made_of.exists() or made_of.read_text() != source:
            _build(home, jdk, maven)
            made_of.write_text(source)
    return Program(jdk / "bin/java", f"{home / 'classes'}:{home / 'lib'}/*")


def _build(home: Path, jdk: Path, maven: str) -> None:
    download = [maven, "-q", "-B", "-f", str(_SOURCE / "pom.xml"), f"-Des.version={VERSION}"]
    download += ["dependency:copy-dependencies", f"-DoutputDirectory={home / 'lib'}"]
    compiler = [f"{jdk}/bin/javac", "-d", f"{home}/classes", "-cp", f"{home}/lib/*"]
    for command in (
        [*download, "-DincludeScope=runtime"],
        [*compiler, f"{_SOURCE}/LoopbackNode.java"],
    ):
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "JAVA_HOME": str(jdk)},
        )
        if done.returncode:
            raise CannotStart(f"{command[0]} failed: {(done.stdout + done.stderr)[-500:]}")


def _find_jdk() -> Path | None:
    homes = [Path(os.environ["JAVA_HOME"])] if "JAVA_HOME" in os.environ else []
    for home in [*homes, *sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)]:
        if (home / "bin/javac").exists():
            told = subprocess.run(
                [home / "bin/javac", "-version"], check=False, capture_output=True, text=True
            )
            version = re.search(r"javac (\d+)", told.stdout + told.stderr)
            if version and int(version[1]) >= _NEEDED_JAVA:
                return home
    return None


class Node:
    """One node; its data stay in its folder over a crash and a new start.

    Args:
        cluster: All nodes of its cluster as `name=transport port`, this one included; empty for a
            cluster of its own.
    """

    def __init__(
        self,
        folder: Path,
        name: str = "n1",
        *,
        port: int = 0,
        transport_port: int = 0,
        cluster: Sequence[str] = (),
    ) -> None:
        self._program = find_program()
        self._folder = folder
        self.name = name
        self._arguments = [name, str(port), str(transport_port), *cluster]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{(self._folder / 'port').read_text()}"

    def launch(self) -> None:
        """Start it and go on; `wait` tells when it serves."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "port").unlink(missing_ok=True)
        heap = os.environ.get("KB_TEST_ELASTICSEARCH_HEAP", "512m")
        options = [f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseSerialGC"]
        options += ["-Djava.awt.headless=true", "-Dlog4j2.disable.jmx=true"]
        options += [f"-Des.logs.base_path={self._folder}", "-Des.logs.cluster_name=kb-test"]
        options += ["--add-opens=java.base/java.io=ALL-UNNAMED"]
        options += ["--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"]
        options += ["-Dio.netty.noUnsafe=true", "-Dio.netty.noKeySetOptimization=true"]
        command = [str(self._program.java), *options, "-cp", self._program.class_path]
        with (self._folder / "output").open("wb") as output:
            self._process = subprocess.Popen(
                [*command, _MAIN, str(self._folder), *self._arguments],
                stdin=subprocess.PIPE,  # its end is the node's end
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # an interrupt of the tests must not race their clean-up
            )

    def wait(self) -> None:
        """Wait until it serves.

        Raises:
            CannotStart: It ended, or took too long.
        """
        assert self._process is not None
        end = time.monotonic() + _START_SECONDS
        while not (self._folder / "port").exists():
            if self._process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise CannotStart((self._folder / "output").read_text()[-500:])
            time.sleep(0.1)

    def start(self) -> None:
        """Start it and wait until it serves."""
        self.launch()
        self.wait()

    def kill(self) -> None:
        """End it at once (SIGKILL), as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(number)


@contextmanager
def fresh_indexes(url: str) -> Iterator[ElasticsearchSettings]:
    """Give settings for indexes that nobody else uses; they are dropped at the end."""
    index = f"test{secrets.token_hex(4)}"
    yield ElasticsearchSettings(url=(url,), index=index, timeout=30)
    with Elasticsearch(url, request_timeout=60) as client:
        if names := list(client.indices.get(index=f"{index}-*")):
            client.indices.delete(index=names)


def make_cluster(folder: Path, size: int = 3) -> list[Node]:
    """Make the nodes of one cluster, with their data in folders of this one; none is started."""
    ports = free_ports(2 * size)
    names = [f"n{number}" for number in range(1, size + 1)]
    members = [f"{name}={port}" for name, port in zip(names, ports[size:], strict=True)]
    return [
        Node(folder / name, name, port=http, transport_port=transport, cluster=members)
        for name, http, transport in zip(names, ports[:size], ports[size:], strict=True)
    ]


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nothing listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for opened in sockets:
            opened.bind(("127.0.0.1", 0))
        return [opened.getsockname()[1] for opened in sockets]
    finally:
        for opened in sockets:
            opened.close()
