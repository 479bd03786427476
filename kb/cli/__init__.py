"""The command line: `kb COMMAND`. Each command imports what it needs when it runs."""

from kb.cli.main import main

__all__ = ["main"]
