"""Elasticsearch that is down, silent or busy: a clear error soon, and nothing lost."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kb.access import Audience
from kb.errors import ConfigurationError, Unavailable
from kb.knowledge_base import KnowledgeBase
from kb.overrides import Overrides
from kb.search.elasticsearch import ElasticsearchEngine, connect
from kb.search.engine import EngineQuery, IndexUpdate
from kb.search.results import SearchRequest
from kb.settings import ElasticsearchSettings, Settings
from tests.kb.conftest import article, keep, started, take
from webapp.application import create_app

from .engine_contract import PUBLIC, ids, section, word

LAW = "ច្បាប់គំរូ\n\nមាត្រា 1 .-\n\nដីធ្លី។\n"


class Cluster(ThreadingHTTPServer):
    """Answers every request with the next status of a list, the last one for ever."""

    def __init__(self, *statuses: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.statuses = list(statuses)
        self.asked = 0

    @property
    def settings(self) -> ElasticsearchSettings:
        return ElasticsearchSettings(url=(f"http://127.0.0.1:{self.server_port}",), timeout=0.5)


class _Handler(BaseHTTPRequestHandler):
    server: Cluster

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked += 1
        statuses = self.server.statuses
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        found = {"total": {"value": 0}, "hits": []}
        body = json.dumps({"responses": [{"status": 200, "hits": found}]}).encode()
        self.send_response(404 if self.command == "GET" and status == 200 else status)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_HEAD = _answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    with Cluster(*request.param) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def nowhere() -> ElasticsearchSettings:
    """Where nothing listens."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return ElasticsearchSettings(url=(f"http://127.0.0.1:{closed.getsockname()[1]}",))


@pytest.mark.parametrize("cluster", [(429, 503, 200)], indirect=True)
def test_a_busy_cluster_is_asked_again(cluster: Cluster) -> None:
    engine = ElasticsearchEngine(connect(cluster.settings))
    assert ids(engine, word("a")) == []
    assert cluster.asked == 4, "twice refused, then the search and the state"


@pytest.mark.parametrize("cluster", [(429,)], indirect=True)
def test_a_cluster_that_stays_busy_is_given_up(cluster: Cluster) -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        ElasticsearchEngine(connect(cluster.settings)).search(EngineQuery(word("a")), [PUBLIC])
    assert 1 < cluster.asked < 10


@pytest.mark.parametrize("cluster", [(401,)], indirect=True)
def test_a_refused_password_names_the_setting(cluster: Cluster) -> None:
    with pytest.raises(ConfigurationError, match="password_file"):
        ElasticsearchEngine(connect(cluster.settings)).search(EngineQuery(word("a")), [PUBLIC])


def test_a_silent_cluster_is_given_up_after_the_time_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection, says nothing
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        engine = ElasticsearchEngine(connect(ElasticsearchSettings(url=(url,), timeout=0.2)))
        with pytest.raises(Unavailable, match="ConnectionTimeout"):
            engine.search(EngineQuery(word("a")), [PUBLIC])


def test_without_the_engine_all_but_searching_works(
    tmp_path: Path, nowhere: ElasticsearchSettings
) -> None:
    settings = Settings(data=tmp_path / "data", elasticsearch=nowhere)
    law = tmp_path / "law.txt"
    law.write_text(LAW)
    with started(settings) as knowledge_base:
        outcome = take(knowledge_base, law)["law.txt"]
        assert outcome.status == "taken"
        with pytest.raises(Unavailable):
            knowledge_base.search(SearchRequest("ដីធ្លី"), Audience.visitor())
        client = create_app(knowledge_base).test_client()
        page = client.get("/en/search?q=land")
        answer = client.get("/api/v1/search?q=land")
        assert [page.status_code, answer.status_code] == [503, 503]
        assert [page.headers["Retry-After"], answer.headers["Retry-After"]] == ["30", "30"]
        assert answer.mimetype == "application/problem+json"
        assert client.get("/en/").status_code == 200
        assert client.get(f"/en/documents/{outcome.document_id}").status_code == 200


def test_without_the_engine_documents_can_be_edited_and_its_outage_is_told_once(
    tmp_path: Path, nowhere: ElasticsearchSettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(data=tmp_path / "data", elasticsearch=nowhere)
    with started(settings) as knowledge_base:
        first, second = (
            keep(knowledge_base, article(text), title=text) for text in ("ដីធ្លី", "ព្រៃឈើ")
        )
        knowledge_base.edit(first, Overrides(title="Land"), "somebody")
        knowledge_base.link([first, second])
        operator = knowledge_base.operator
        texts = knowledge_base.texts(knowledge_base.document(first, operator), operator)
        assert [document.id for document in texts] == [second]
        knowledge_base.unlink(first)
        assert not knowledge_base.texts(knowledge_base.document(first, operator), operator)
        knowledge_base.remove(second)
        (left,) = knowledge_base.store.documents(knowledge_base.operator, limit=9)
        assert (left.id, left.title) == (first, "Land")
    assert len([one for one in caplog.records if one.name == "kb.knowledge_base"]) == 1


def test_the_index_catches_up_when_the_engine_returns(
    tmp_path: Path, nowhere: ElasticsearchSettings, elasticsearch: ElasticsearchSettings
) -> None:
    settings = Settings(data=tmp_path / "data", elasticsearch=nowhere)
    law = tmp_path / "law.txt"
    law.write_text(LAW)
    with started(settings) as knowledge_base:
        take(knowledge_base, law)
    back = settings.model_copy(update={"elasticsearch": elasticsearch})
    with KnowledgeBase.open(back) as knowledge_base:
        assert knowledge_base.search(SearchRequest("ដីធ្លី"), Audience.visitor()).total
        assert knowledge_base.check().faults == ()


@pytest.mark.parametrize(("step", "seen"), [("_versions", ["1", "2"]), ("_sweep", ["1", "2", "3"])])
def test_what_an_interrupted_update_left_is_never_seen_and_swept(
    elasticsearch: ElasticsearchSettings,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    seen: list[str],
) -> None:
    """Cut off before the new version is shown, and before the old one is removed."""
    engine = ElasticsearchEngine(connect(elasticsearch), index=elasticsearch.index)
    old = [section(name, "a", document="d") for name in ("1", "2")]
    engine.apply(IndexUpdate(1, add={PUBLIC: old}))
    new = [section(name, "a b", document="d") for name in ("1", "2", "3")]
    update = IndexUpdate(2, remove={PUBLIC: {"d"}}, add={PUBLIC: new})
    calls = iter([False, True])

    def fail(_: object, given: object) -> object:
        if step == "_versions" or next(calls):
            raise Unavailable("cut off")
        return given

    with monkeypatch.context() as broken:
        broken.setattr(f"kb.search.elasticsearch.generation.Generation.{step}", fail)
        with pytest.raises(Unavailable):
            engine.apply(update)
    assert ids(engine, word("a")) == seen
    assert engine.count() == len(seen)
    engine.apply(update)
    assert sorted(engine.section_ids()) == [(PUBLIC, name) for name in ("1", "2", "3")]
