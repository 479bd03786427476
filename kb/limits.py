"""What reading one file may cost in an installation."""

from __future__ import annotations

from ingest.sandbox import Limits, SandboxLevel, sandbox_level
from kb.errors import ConfigurationError
from kb.settings import Settings


def file_limits(settings: Settings) -> Limits:
    """Give the limits of the worker processes that read files.

    Raises:
        ConfigurationError: The settings ask for a sandbox that this kernel does not give.
    """
    if settings.sandbox == "required" and sandbox_level() is not SandboxLevel.FULL:
        raise ConfigurationError(
            f"This kernel allows the file readers only: {sandbox_level()}.",
            "Run where user namespaces, Landlock and seccomp are allowed, or set sandbox = 'best'.",
        )
    return Limits(
        memory=settings.file_memory * 2**20,
        cpu_seconds=settings.file_seconds,
        wall_seconds=settings.file_seconds * 1.5,
    )
