"""The Flask application, put together from its concerns."""

from __future__ import annotations

from flask import Flask

from kb.citing import citations
from kb.knowledge_base import KnowledgeBase
from webapp import (
    account,
    actions,
    acts,
    administration,
    alerts,
    api,
    api_alerts,
    api_discussion,
    api_dossiers,
    api_members,
    api_proposals,
    appearance,
    beside,
    browse,
    contributions,
    delivery,
    discussion,
    documents,
    dossier_editing,
    dossier_exports,
    dossiers,
    editing,
    errors,
    feeds,
    forms,
    i18n,
    names,
    offline,
    page_views,
    pages,
    permalinks,
    positions,
    proposals,
    quotations,
    search,
    security,
    sessions,
    sign_in,
    uploads,
)
from webapp.offline import pages_to_save
from webapp.page_text import marked, sheet_address
from webapp.quality import quality_of, quality_summary
from webapp.services import provide
from webapp.statics import StaticFiles
from webapp.text import TEMPLATE_FILTERS


def create_app(knowledge_base: KnowledgeBase) -> Flask:
    """Make the application that serves one knowledge base.

    Args:
        knowledge_base: Open, and safe for use by several threads.
    """
    app = Flask(__name__, static_folder=None)
    provide(app, knowledge_base)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Khmer escaped is twice as long
    app.json.sort_keys = False  # type: ignore[attr-defined]  # members in the order of the contract
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters.update(TEMPLATE_FILTERS)
    app.jinja_env.filters.update(marked=marked, quality=quality_of, quality_summary=quality_summary)
    app.jinja_env.globals.update(
        sheet_address=sheet_address, citations=citations, pages_to_save=pages_to_save
    )
    for concern in (
        security,
        delivery,
        i18n,
        names,
        appearance,
        errors,
        sessions,
        uploads,
        dossier_editing,
        discussion,
        forms,
        dossiers,
    ):
        concern.install(app)
    StaticFiles.packaged().install(app)
    for blueprint in (
        permalinks.blueprint,
        pages.blueprint,
        search.blueprint,
        browse.blueprint,
        acts.blueprint,
        actions.blueprint,
        documents.blueprint,
        documents.originals,
        editing.blueprint,
        offline.blueprint,
        offline.worker,
        appearance.blueprint,
        beside.blueprint,
        page_views.blueprint,
        page_views.pictures,
        sign_in.blueprint,
        account.blueprint,
        administration.blueprint,
        uploads.blueprint,
        dossiers.blueprint,
        dossier_editing.blueprint,
        dossier_exports.blueprint,
        api_dossiers.blueprint,
        discussion.blueprint,
        contributions.blueprint,
        quotations.blueprint,
        positions.blueprint,
        proposals.blueprint,
        alerts.blueprint,
        alerts.mails,
        feeds.blueprint,
        api.blueprint,
        api_alerts.blueprint,
        api_members.blueprint,
        api_discussion.blueprint,
        api_proposals.blueprint,
    ):
        app.register_blueprint(blueprint)
    return app
