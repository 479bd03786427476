"""tantivy keeps the contract, in memory and on disk; on disk also between processes."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from kb.search.engine import Everything, IndexUpdate, SearchEngine
from kb.search.tantivy import TantivyEngine

from .engine_contract import PUBLIC, SearchEngineContract, add, ids, section, word


class TestInMemory(SearchEngineContract):
    @pytest.fixture
    def engine(self) -> SearchEngine:
        return TantivyEngine(None)


class TestOnDisk(SearchEngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> SearchEngine:
        return TantivyEngine(tmp_path / "index")

    def test_the_index_and_its_position_outlive_the_process(self, tmp_path: Path) -> None:
        add(TantivyEngine(tmp_path / "index"), PUBLIC, section("1", "a"))
        again = TantivyEngine(tmp_path / "index")
        assert again.position == 1
        assert ids(again, word("a")) == ["1"]

    def test_a_reader_sees_what_another_process_wrote(self, tmp_path: Path) -> None:
        reader = TantivyEngine(tmp_path / "index")
        writer = TantivyEngine(tmp_path / "index")
        add(writer, PUBLIC, section("1", "a"))
        assert ids(reader, word("a")) == ["1"]
        add(writer, "network", section("2", "a"))
        assert ids(reader, word("a"), ["network"]) == ["2"]
        with writer.rebuild() as beside:
            beside.apply(IndexUpdate(5, add={PUBLIC: [section("3", "a")]}))
        assert ids(reader, word("a")) == ["3"]

    def test_two_processes_that_write_wait_for_each_other(self, tmp_path: Path) -> None:
        context = multiprocessing.get_context("spawn")
        writers = [
            context.Process(target=_write_twenty, args=(tmp_path / "index", name))
            for name in ("a", "b", "c")
        ]
        for process in writers:
            process.start()
        for process in writers:
            process.join()
        assert [process.exitcode for process in writers] == [0, 0, 0]
        assert len(ids(TantivyEngine(tmp_path / "index"), Everything())) == 60

    def test_an_index_of_another_schema_is_not_read_but_built_anew(self, tmp_path: Path) -> None:
        folder = tmp_path / "index"
        add(TantivyEngine(folder), PUBLIC, section("1", "a"))
        state = json.loads((folder / "state.json").read_text())
        (folder / state["generation"]).rename(folder / "v0-old")
        (folder / "state.json").write_text(json.dumps({"generation": "v0-old", "position": 1}))
        engine = TantivyEngine(folder)
        assert engine.position == 0
        add(engine, PUBLIC, section("2", "a"))
        assert ids(engine, Everything()) == ["2"]


def _write_twenty(folder: Path, name: str) -> None:
    engine = TantivyEngine(folder)
    for number in range(20):
        add(engine, PUBLIC, section(f"{name}{number}", "a"))
