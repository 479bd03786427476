"""The web interface: pages, JSON API and their static files, over the services of `kb`.

Knows no SQL and no search engine. Every page works without JavaScript, on a 360 px phone, in
Khmer and in English.
"""

from __future__ import annotations

from webapp.application import create_app

__all__ = ["create_app"]
