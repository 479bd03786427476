"""The compose file starts what it should, with settings that exist, and opens nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.settings import load_settings

from .conftest import PROJECT

SERVICE_KEYS = {
    *("build", "image", "restart", "init", "cap_drop", "security_opt", "environment", "secrets"),
    *("volumes", "ports", "networks", "depends_on", "command", "entrypoint", "healthcheck"),
    *("ulimits", "mem_limit"),
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    text = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def test_the_services_are_those_of_the_documentation(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"web", "worker", "elasticsearch", "postgresql"}
    for service in compose["services"].values():
        assert set(service) <= SERVICE_KEYS
        assert service["restart"] == "unless-stopped"


def test_what_a_service_names_is_declared(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert {volume.split(":")[0] for volume in service["volumes"]} <= set(compose["volumes"])
        assert set(service["networks"]) <= set(compose["networks"])
        assert set(service["secrets"]) <= set(compose["secrets"])
        assert set(service.get("depends_on", ())) <= set(compose["services"])


def test_only_the_web_is_open_and_only_it_leaves_the_inner_network(
    compose: dict[str, Any],
) -> None:
    services = compose["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])
    assert compose["networks"]["inside"] == {"internal": True}
    assert [name for name, service in services.items() if service["networks"] != ["inside"]] == [
        "web"
    ]


def test_every_service_has_a_health_check(compose: dict[str, Any]) -> None:
    image = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    assert "HEALTHCHECK" in image, "the web has that of the image"
    for name, service in compose["services"].items():
        assert name == "web" or service["healthcheck"]["test"][0].startswith("CMD")


def test_elasticsearch_asks_for_a_password_and_no_password_is_written_down(
    compose: dict[str, Any],
) -> None:
    environment = compose["services"]["elasticsearch"]["environment"]
    assert environment["xpack.security.enabled"] == "true"
    names = {name for service in compose["services"].values() for name in service["environment"]}
    secret = {name for name in names if "PASSWORD" in name}
    assert all(name.endswith("_FILE") for name in secret)
    assert all("file" in source for source in compose["secrets"].values())


@pytest.mark.parametrize("name", ["web", "worker"])
def test_its_settings_are_taken(
    compose: dict[str, Any], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in compose["services"][name]["environment"].items():
        monkeypatch.setenv(variable, value)
    password = tmp_path / "postgresql"
    password.write_text("a/b@c\n")
    monkeypatch.setenv("KB_DATABASE_PASSWORD_FILE", str(password))
    settings = load_settings(tmp_path)
    known = {f"KB_{field.upper()}" for field in type(settings).model_fields}
    environment = compose["services"][name]["environment"]
    assert {variable.split("__")[0] for variable in environment} <= known
    assert settings.sqlalchemy_url == "postgresql://kb:a%2Fb%40c@postgresql/kb"
    assert settings.elasticsearch.url == ("http://elasticsearch:9200",)
    assert "127.0.0.1" in settings.hosts, "the health check asks there"
