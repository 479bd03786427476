"""Style sheet, script, icon and fonts, under addresses that carry a hash of their content.

A changed file has a new address, so browsers may keep each for good. The few files (about 100 kB)
are held in memory.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, url_for
from werkzeug.exceptions import NotFound

MEDIA_TYPES = {".woff2": "font/woff2", ".js": "text/javascript"}
CACHE_CONTROL = "public, max-age=31536000, immutable"
_FOLDER = Path(__file__).parent / "static"
_CSS_URL = re.compile(r'(?<=url\(")[^"]+(?="\))')


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """All static files.

    Attributes:
        addresses: Name as in the folder ("fonts/khmer-400.woff2") -> name with the hash.
        contents: Name with the hash -> media type and bytes.
    """

    addresses: Mapping[str, str]
    contents: Mapping[str, tuple[str, bytes]]

    @classmethod
    def packaged(cls) -> StaticFiles:
        """The files that come with this package."""
        return cls.load(_FOLDER)

    @classmethod
    def load(cls, folder: Path) -> StaticFiles:
        """Read all files of a folder; `url("…")` in style sheets gets the hashed names."""
        addresses: dict[str, str] = {}
        contents: dict[str, tuple[str, bytes]] = {}
        paths = (path for path in folder.rglob("*") if path.is_file())
        for path in sorted(paths, key=lambda path: (path.suffix == ".css", path)):
            name = path.relative_to(folder).as_posix()
            data = path.read_bytes()
            if path.suffix == ".css":
                text = _CSS_URL.sub(lambda url: addresses[url[0]], data.decode())
                data = text.encode()
            digest = hashlib.sha256(data).hexdigest()[:12]
            addresses[name] = f"{name.removesuffix(path.suffix)}.{digest}{path.suffix}"
            contents[addresses[name]] = (_media_type(path), data)
        return cls(addresses, contents)

    def install(self, app: Flask) -> None:
        """Serve the files under `/static/` and give templates `static_url(name)`."""
        app.add_url_rule("/static/<path:name>", "static", self._serve)
        app.jinja_env.globals["static_url"] = self._url

    def _serve(self, name: str) -> Response:
        if name not in self.contents:
            raise NotFound
        media_type, data = self.contents[name]
        response = Response(data, mimetype=media_type)
        response.headers["Cache-Control"] = CACHE_CONTROL
        return response

    def _url(self, name: str) -> str:
        return url_for("static", name=self.addresses[name])


def _media_type(path: Path) -> str:
    return MEDIA_TYPES.get(path.suffix) or mimetypes.types_map.get(path.suffix, "text/plain")


def packaged_file(name: str) -> bytes:
    """Read a static file that is served under an address of its own."""
    return (_FOLDER / name).read_bytes()
