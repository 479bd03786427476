"""What a process that reads a stranger's file may still do: read its libraries, and compute.

Three layers, each held where the kernel allows it: resource limits; a network namespace of its
own; Landlock (only libraries may be read, nothing written, no TCP) with seccomp (no sockets, no
new programs or processes). Landlock alone lets UDP out, so it counts only together with seccomp.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import site
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path

PROJECT_PACKAGES = ("analyzers", "ingest", "kb")

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_THREAD = 0x10000000, 0x40000000, 0x00010000
_SIGKILL = 9

_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446
_RULE_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3

_FORBIDDEN_NAMES = (
    "accept accept4 add_key bind bpf connect execve execveat fork io_uring_setup kexec_load keyctl "
    "kill listen mount move_mount open_by_handle_at open_tree perf_event_open personality "
    "pidfd_getfd pidfd_open pidfd_send_signal process_vm_readv process_vm_writev ptrace "
    "request_key rt_sigqueueinfo setns setpgid setsid socket socketpair tgkill tkill umount2 "
    "unshare userfaultfd vfork"
)
_FORBIDDEN_CALLS = _FORBIDDEN_NAMES.split()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    Attributes:
        memory: Address space in bytes.
        cpu_seconds: Time of the processor.
        wall_seconds: Time on the clock.
        output: Bytes of the answer.
        input: Bytes of the file.
    """

    memory: int = 1536 * 2**20
    cpu_seconds: int = 300
    wall_seconds: float = 600.0
    output: int = 128 * 2**20
    input: int = 256 * 2**20


class SandboxLevel(StrEnum):
    """How much of the sandbox this kernel allows."""

    FULL = "full"
    NO_NAMESPACES = "no-namespaces"
    LIMITS_ONLY = "limits only"


def prepare() -> None:
    """Loads what `enter_sandbox` needs; pyseccomp looks for the C library with a compiler."""
    if sys.platform == "linux":
        with suppress(ImportError, OSError, RuntimeError):
            import_module("pyseccomp")


def enter_sandbox(limits: Limits) -> SandboxLevel:
    """Gives up the rights of this process for good; call it in a child that is to read one file.

    The process must have one thread, have imported what it needs and have called `prepare`.
    """
    die_with_parent()
    _limit(limits)
    if sys.platform != "linux":
        return SandboxLevel.LIMITS_ONLY
    libc = _libc()
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    apart = libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
    # Both are entered whatever the other says: half a wall is better than none.
    files, calls = _restrict_files(), _restrict_calls()
    if not (files and calls):
        return SandboxLevel.LIMITS_ONLY
    return SandboxLevel.FULL if apart else SandboxLevel.NO_NAMESPACES


def die_with_parent() -> None:
    """Asks the kernel to kill this process when its parent ends, however that happens."""
    if sys.platform == "linux":
        _libc().prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


@cache
def sandbox_level() -> SandboxLevel:
    """Tries the sandbox in a process of its own and says how much of it holds."""
    code = "from ingest.sandbox import *; prepare(); print(enter_sandbox(Limits()).value)"
    answer = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    try:
        return SandboxLevel(answer.stdout.strip())
    except ValueError:
        return SandboxLevel.LIMITS_ONLY


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _limit(limits: Limits) -> None:
    for kind, wanted in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        # Above its soft limit of time a process is told (SIGXCPU), which tells us the reason.
        above = value + 1 if kind == resource.RLIMIT_CPU and value != hard else value
        resource.setrlimit(kind, (value, above))


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("descriptor", ctypes.c_int32))


def _restrict_files() -> bool:
    """Enters Landlock: the libraries of this program may be read, and that is all.

    Numbers and sizes are those of linux/landlock.h; each version of the interface added rights.
    """
    libc = _libc()
    version = libc.syscall(_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    file_rights = 13 + (version >= 2) + (version >= 3) + (version >= 5)
    rules = _Ruleset((1 << file_rights) - 1, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = libc.syscall(
        _LANDLOCK_CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0)
    )
    if ruleset < 0:
        return False
    try:
        for path in _readable_paths():
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
            access = _READ_FILE | (_READ_DIR if path.is_dir() else 0)
            rule = _PathBeneath(access, descriptor)
            libc.syscall(_LANDLOCK_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(rule), 0)
            os.close(descriptor)
        return bool(libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _readable_paths() -> list[Path]:
    """The interpreter, its libraries and our own packages, as far as they exist."""
    here = Path(__file__).resolve().parent.parent
    candidates = (
        *(Path(prefix) / "lib" for prefix in (sys.prefix, sys.base_prefix)),
        *(Path(prefix) / "lib64" for prefix in (sys.prefix, sys.base_prefix)),
        *(here / package for package in PROJECT_PACKAGES),
        *map(Path, site.getsitepackages()),
        *map(Path, ("/lib", "/lib64", "/usr/lib/locale", "/etc/ld.so.cache", "/dev/null")),
        *map(Path, ("/dev/urandom", "/usr/share/zoneinfo", "/sys/devices/system/cpu")),
    )
    return [path for path in candidates if path.exists()]


def _restrict_calls() -> bool:
    """Enters seccomp: no sockets, no other programs, no processes, no signals, no mounts."""
    pyseccomp = sys.modules.get("pyseccomp")
    if pyseccomp is None:
        return False
    try:
        rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        for call in _FORBIDDEN_CALLS:
            rules.add_rule(pyseccomp.ERRNO(errno.EPERM), call)
        # Threads are allowed, processes not; the flags of clone3 cannot be seen, and where it
        # is missing the C library falls back to clone.
        no_thread = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, 0)
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", no_thread)
        rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
        rules.load()
    except (OSError, ValueError, RuntimeError):
        return False
    return True
