"""Who works: names of worker processes that tell whether they still live."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def worker_name() -> str:
    """Name this process: host, process id, and its start, as process ids are used again."""
    pid = os.getpid()
    return f"{socket.gethostname()}/{pid}/{_start_of(pid)}"


def is_dead(worker: str) -> bool:
    """Whether a worker is certainly gone: a process of this host that no longer runs.

    Where the system does not tell (no /proc), nobody is: their leases have to end.
    """
    host, pid, start = worker.split("/")
    return (
        host == socket.gethostname()
        and Path("/proc/self").exists()
        and _start_of(int(pid)) != start
    )


def _start_of(pid: int) -> str:
    """When a process began, in clock ticks since boot (proc(5), field 22); "" if unknown."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return ""
    return status.rpartition(")")[2].split()[19]
