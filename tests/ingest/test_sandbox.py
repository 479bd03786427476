"""What a process that reads a stranger's file may not do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.sandbox import SandboxLevel, sandbox_level

ATTEMPTS = """
import ctypes, json, os, signal, socket, subprocess, sys
from pathlib import Path
from ingest.sandbox import Limits, enter_sandbox, prepare

secret, parent = Path(sys.argv[1]), os.getppid()
prepare()
level = enter_sandbox(Limits())

def tcp():
    socket.create_connection(("127.0.0.1", 9), timeout=1)

def udp():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))

def memory():
    bytearray(3 * 2**30)

done = []
for name, act in {
    "tcp": tcp,
    "udp": udp,
    "read /etc/passwd": lambda: Path("/etc/passwd").read_text(),
    "read a secret": lambda: secret.read_text(),
    "list a folder": lambda: list(secret.parent.iterdir()),
    "write": lambda: Path(secret.parent, "new").write_text("x"),
    "write a device": lambda: Path("/dev/shm/new").write_text("x"),
    "program": lambda: subprocess.run(["/bin/true"]),
    "process": lambda: os.fork() or os._exit(0),
    "signal": lambda: os.kill(parent, signal.SIGCONT),
    "memory": memory,
}.items():
    try:
        act()
    except (OSError, MemoryError):
        continue
    done.append(name)

import threading
thread = threading.Thread(target=lambda: done.append("thread"))
thread.start()
thread.join()
print(json.dumps([level.value, done]))
"""


def test_the_sandbox_refuses_everything_but_computing(tmp_path: Path) -> None:
    if sandbox_level() is SandboxLevel.LIMITS_ONLY:
        pytest.skip("this kernel has no Landlock or seccomp, so only limits hold")
    secret = tmp_path / "secret"
    secret.write_text("secret")
    answer = subprocess.run(
        [sys.executable, "-c", ATTEMPTS, str(secret)], capture_output=True, text=True, check=True
    )
    level, done = json.loads(answer.stdout)
    assert level == sandbox_level().value
    assert done == ["thread"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret"]
