"""Original files, as far as documents need them; their bytes are in `kb.store.blobs`."""

from __future__ import annotations

import sqlalchemy as sa

from kb.store.blobs import Blob
from kb.store.tables import documents, files, recognitions


def keep_file(connection: sa.Connection, blob: Blob, media_type: str) -> None:
    """Keep a file that a document is about to need; it may be there already."""
    known = connection.scalar(sa.select(files.c.sha256).where(files.c.sha256 == blob.sha256))
    if known is None:
        connection.execute(
            sa.insert(files).values(sha256=blob.sha256, size=blob.size, media_type=media_type)
        )


def replace_file(connection: sa.Connection, old_sha256: str, new_sha256: str) -> None:
    """Let a file take the place of another: what was recognised in that one serves it."""
    connection.execute(
        sa.update(recognitions)
        .where(recognitions.c.file_sha256 == old_sha256)
        .values(file_sha256=new_sha256)
    )
    forget_file(connection, old_sha256)


def forget_file(connection: sa.Connection, sha256: str) -> str | None:
    """Forget a file that no document needs.

    Returns:
        Its address, None if it is needed.
    """
    needed = connection.scalar(
        sa.select(sa.func.count()).select_from(documents).where(documents.c.file_sha256 == sha256)
    )
    if needed:
        return None
    connection.execute(sa.delete(files).where(files.c.sha256 == sha256))
    return sha256
