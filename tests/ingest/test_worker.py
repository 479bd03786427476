"""Files in processes that can do no harm: limits, faults, and many at once."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.pipeline import parse_bytes
from ingest.sandbox import Limits
from ingest.worker import WorkerPool
from kb.errors import FileRejected
from tests.ingest.files import docx, p, text

LAW = text("Law on Ponds", "Article 1: Purpose", "This law protects ponds.", "Article 2:", "End.")


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2) as workers:
        yield workers


def rejection(pool: WorkerPool, data: bytes | Path, name: str = "file") -> FileRejected:
    with pytest.raises(FileRejected) as caught:
        pool.parse(data if isinstance(data, Path) else io.BytesIO(data), name)
    assert caught.value.message.endswith(".")
    assert caught.value.remedy.endswith(".")
    return caught.value


def processes() -> set[int]:
    """The processes that this one has started and not yet waited for."""
    tasks = Path("/proc/self/task")
    return {int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()}


def test_a_worker_reads_as_this_process_does(pool: WorkerPool, tmp_path: Path) -> None:
    path = tmp_path / "law.txt"
    path.write_bytes(LAW)
    expected = parse_bytes(LAW, path.name)
    assert len(expected.sections) == 2
    assert pool.parse(path, path.name) == expected
    assert pool.parse(io.BytesIO(LAW), path.name) == expected
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        assert pool.parse(file, path.name) == expected


def test_many_threads_share_the_workers(pool: WorkerPool) -> None:
    def read(number: int) -> str:
        return pool.parse(io.BytesIO(docx(p(f"Law number {number}"))), "x.docx").title

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(read, range(40))) == [f"Law number {n}" for n in range(40)]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "x.pdf", "empty-file"),
        (b"%PDF-1.7\n", "x.pdf", "damaged-file"),
        (b"MZ" + bytes(99), "x.pdf", "unsupported-type"),
        (
            b"Not Found: the page that you asked for is not on this server any more.\n",
            "law.pdf",
            "wrong-extension",
        ),
    ],
    ids=["empty", "cut", "program", "failed download"],
)
def test_errors_keep_code_and_remedy(pool: WorkerPool, data: bytes, name: str, code: str) -> None:
    assert rejection(pool, data, name).code == code


@pytest.mark.parametrize("name", ["ច" * 255, "a\nb.txt", "../../x", " ", "-rf", "\u202etxt.exe"])
def test_any_name_will_do(pool: WorkerPool, name: str) -> None:
    document = pool.parse(io.BytesIO(LAW), name)
    assert document.title == "Law on Ponds"


def test_what_is_no_file(pool: WorkerPool, tmp_path: Path) -> None:
    assert rejection(pool, tmp_path).code == "unreadable-file"
    assert rejection(pool, tmp_path / "none").code == "unreadable-file"
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    assert rejection(pool, fifo).code == "unreadable-file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_the_right_to_read(pool: WorkerPool, tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_bytes(LAW)
    path.chmod(0)
    assert "permission" in rejection(pool, path).message.lower()


def test_two_hundred_thousand_marks(pool: WorkerPool) -> None:
    document = pool.parse(io.BytesIO(("ក" + "\u17d2" * 200_000 + "x").encode()), "marks.txt")
    assert sum(len(section.text) for section in document.sections) < 100


def test_a_text_of_100_mb(pool: WorkerPool) -> None:
    assert rejection(pool, b"x" * 100_000_000, "x.txt").code == "too-large"


def test_a_file_above_the_limit() -> None:
    with WorkerPool(1, Limits(input=1000)) as small:
        assert rejection(small, b"x" * 1001).code == "too-large"
        assert small.parse(io.BytesIO(LAW), "law.txt").sections


def test_an_answer_above_the_limit() -> None:
    with WorkerPool(1, Limits(output=10_000)) as small:
        assert rejection(small, b"word " * 10_000, "x.txt").code == "too-large"
        assert small.parse(io.BytesIO(LAW), "law.txt").sections


def test_a_file_that_takes_too_long() -> None:
    endless = b"<b>x</b>" * 2_000_000
    with WorkerPool(1, Limits(wall_seconds=0.5)) as hasty:
        assert rejection(hasty, endless, "x.html").code == "timed-out"
        assert hasty.parse(io.BytesIO(LAW), "law.txt").sections


def test_a_file_that_takes_too_much_processor_time() -> None:
    with WorkerPool(1, Limits(cpu_seconds=1)) as hasty:
        assert rejection(hasty, b"<b>x</b>" * 2_000_000, "x.html").code == "timed-out"
        assert hasty.parse(io.BytesIO(LAW), "law.txt").sections


def test_a_file_that_takes_too_much_memory() -> None:
    with WorkerPool(1, Limits(memory=320 * 2**20)) as small:
        assert rejection(small, b"a\n" * 2_000_000, "x.txt").code == "too-complex"
        assert small.parse(io.BytesIO(LAW), "law.txt").sections


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs the process list of Linux")
def test_servers_that_are_killed_are_replaced_and_none_is_left() -> None:
    before = processes()
    with WorkerPool(2) as workers:
        workers.parse(io.BytesIO(LAW), "law.txt")
        for pid in processes() - before:
            os.kill(pid, signal.SIGKILL)
        for _ in range(3):
            assert workers.parse(io.BytesIO(LAW), "law.txt").sections
    assert processes() == before
