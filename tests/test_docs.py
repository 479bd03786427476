"""The documentation names what there is, all of it, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from flask import Flask

from kb.cli.main import main
from kb.model import DocumentKind
from kb.search.ranking import Ranking
from kb.settings import ElasticsearchSettings, Settings, SmtpSettings
from webapp import (
    api,
    api_alerts,
    api_discussion,
    api_dossiers,
    api_members,
    api_proposals,
)
from webapp.errors import EXPLANATIONS
from webapp.parameters import ApiParameters, DocumentListParameters, SuggestParameters

from .conftest import PROJECT

DOCS = PROJECT / "docs"
PAGES = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]

_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_KB_COMMAND = re.compile(r"(?<![\w-])kb (?:--data \S+ )?(?P<name>[a-z][a-z-]*)")
_LINK = re.compile(r"\]\((?P<target>[^)#:]+)(?:#[^)]*)?\)")


def code_of(page: Path) -> str:
    """All code on a page, one piece a line."""
    return "\n".join(_CODE.findall(page.read_text(encoding="utf-8")))


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_a_page_names_exist(page: Path) -> None:
    assert set(_KB_COMMAND.findall(code_of(page))) <= set(main.commands)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_and_its_options_are_documented(command: str) -> None:
    code = code_of(DOCS / "usage.md")
    assert command in _KB_COMMAND.findall(code)
    options = [
        parameter.opts[-1]
        for parameter in main.commands[command].params
        if isinstance(parameter, click.Option)
    ]
    assert [option for option in options if option not in code] == []


def test_every_setting_is_documented_and_no_other() -> None:
    named = re.findall(r"^\| `KB_([A-Z_]+)` ", text_of("administration.md"), re.MULTILINE)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_every_weight_is_documented_with_its_default() -> None:
    page = text_of("administration.md")
    rows = [f"| `{name}` | {default} |" for name, default in Ranking()]
    assert [row for row in rows if row not in page] == []


def test_every_setting_of_mails_is_documented() -> None:
    page = text_of("alerts.md")
    assert [name for name in SmtpSettings.model_fields if f"`{name}`" not in page] == []


def test_every_setting_of_elasticsearch_is_documented_and_no_other() -> None:
    named = re.findall(r"^\| `([a-z_]+)` ", text_of("scale-out.md"), re.MULTILINE)
    assert sorted(named) == sorted(ElasticsearchSettings.model_fields)


def test_every_route_of_the_api_is_documented_and_no_other() -> None:
    app = Flask("documented", static_folder=None)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(api_members.blueprint)
    app.register_blueprint(api_dossiers.blueprint)
    app.register_blueprint(api_discussion.blueprint)
    app.register_blueprint(api_proposals.blueprint)
    app.register_blueprint(api_alerts.blueprint)
    named = re.findall(r"^## `([A-Z]+ \S+)`$", text_of("api.md"), re.MULTILINE)
    assert sorted(named) == sorted(
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


def test_every_parameter_and_error_of_the_api_is_documented() -> None:
    page = text_of("api.md")
    parameters = (ApiParameters, DocumentListParameters, SuggestParameters)
    words = [*(name for model in parameters for name in model.names()), *EXPLANATIONS]
    assert [word for word in words if f"`{word}`" not in page] == []


def test_every_kind_of_document_is_documented() -> None:
    page = text_of("search.md")
    assert [kind for kind in DocumentKind if f"`{kind}`" not in page] == []


def test_make_targets_that_a_page_names_exist() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"\bmake ([a-z-]+)", code_of(page))}
    assert {"run", "test"} <= named <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    targets = _LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
