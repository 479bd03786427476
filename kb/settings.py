"""All settings, in one table: from `KB_*` variables, or from `kb.toml` in the data folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from kb.errors import ConfigurationError
from kb.search.ranking import Ranking

CONFIG_NAME = "kb.toml"


class ElasticsearchSettings(BaseModel):
    """Where the search cluster is, and how the indexes are laid out in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: tuple[str, ...] = Field(
        default=(), description="Addresses of its nodes; empty: the embedded engine is used."
    )
    user: str = Field(default="elastic", description="Its user.")
    password_file: Path | None = Field(default=None, description="File that holds the password.")
    ca_file: Path | None = Field(
        default=None, description="Certificates that its own is signed by (PEM)."
    )
    index: str = Field(
        default="kb",
        pattern="^[a-z][a-z0-9_]*$",
        description="What the names of the indexes begin with.",
    )
    shards: int = Field(default=1, ge=1, le=64, description="Shards of each part of the index.")
    replicas: str = Field(
        default="0-1",
        pattern="^[0-9]-([0-9]|all)$",
        description="Copies of each shard, least and most; as many as the nodes allow.",
    )
    timeout: float = Field(
        default=5, gt=0, le=60, description="Seconds after which a node is taken for dead."
    )


class SmtpSettings(BaseModel):
    """The mail server that digests are handed to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(default="", description="Its name; empty: no mails are sent.")
    port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    security: str = Field(
        default="starttls",
        pattern="^(starttls|tls|none)$",
        description="How the connection is made safe; `none` is for a server on this machine.",
    )
    user: str = Field(default="", description="Its user; empty: none is needed.")
    password_file: Path | None = Field(default=None, description="File that holds the password.")
    sender: str = Field(
        default="kb@localhost", pattern="^[^\\s@]+@[^\\s@]+$", description="Whom mails come from."
    )
    timeout: float = Field(
        default=30, gt=0, le=300, description="Seconds after which the server is taken for dead."
    )


class Settings(BaseSettings):
    """What an installation can choose. A variable `KB_NAME` wins over `name` in `kb.toml`."""

    model_config = SettingsConfigDict(
        env_prefix="KB_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    data: Path = Field(
        default=Path("kb-data"), description="Folder of the store, the originals and the index."
    )
    database_url: str = Field(
        default="",
        description="Address of a PostgreSQL database; empty: `kb.sqlite3` in the data folder.",
    )
    database_password_file: Path | None = Field(
        default=None, description="File that holds the password of the database's user."
    )
    organisation: str = Field(
        default="Our organisation",
        description="Name of the organisation that owns what the command line takes in.",
    )
    address: str = Field(
        default="http://127.0.0.1:8000",
        pattern="^https?://[^/]+$",
        description="Where the pages are reached; links that the command line makes begin with it.",
    )
    hosts: tuple[str, ...] = Field(
        default=("127.0.0.1", "localhost", "[::1]"),
        description="Host names under which the web answers; any other is refused.",
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=64,
        description="Files read at the same time; default: one a core.",
    )
    sandbox: str = Field(
        default="best",
        pattern="^(best|required)$",
        description="`required` refuses to read files where the kernel cannot lock the reader in.",
    )
    file_memory: int = Field(
        default=1536, ge=256, description="Memory that reading one file may take, in MiB."
    )
    file_seconds: int = Field(
        default=120, ge=1, description="Time that reading one file may take, in seconds."
    )
    elasticsearch: ElasticsearchSettings = Field(
        default=ElasticsearchSettings(),
        description="The search cluster (KB_ELASTICSEARCH__URL …).",
    )
    smtp: SmtpSettings = Field(
        default=SmtpSettings(), description="The mail server (KB_SMTP__HOST …)."
    )
    upload_megabytes: int = Field(
        default=200, ge=1, description="Size of the largest file that members can upload, in MB."
    )
    doubtful_below: float = Field(
        default=0.75,
        ge=0,
        le=1,
        description="Pages with a lower score are listed for a person to look at.",
    )
    ranking: Ranking = Field(
        default=Ranking(), description="The weights of the ranking (KB_RANKING__HEADING …)."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: arguments, variables, `kb.toml` of the data folder they name."""
        data = init_settings().get("data") or env_settings().get("data") or "kb-data"
        toml = TomlConfigSettingsSource(settings_cls, toml_file=Path(data) / CONFIG_NAME)
        return init_settings, env_settings, toml

    @property
    def sqlalchemy_url(self) -> str:
        """The address of the database, with its password.

        Raises:
            ConfigurationError: The file of the password cannot be read.
        """
        if not self.database_url:
            return f"sqlite:///{self.data.absolute() / 'kb.sqlite3'}"
        if self.database_password_file is None:
            return self.database_url
        try:
            password = self.database_password_file.read_text().strip()
        except OSError as error:
            raise ConfigurationError(
                f"The password of the database cannot be read: {error.strerror}.",
                "Check the file that KB_DATABASE_PASSWORD_FILE names.",
            ) from error
        scheme, _, rest = self.database_url.partition("://")
        user, _, place = rest.partition("@")
        return f"{scheme}://{user}:{quote(password, safe='')}@{place}"


def load_settings(data: Path | None = None) -> Settings:
    """Read the settings.

    Args:
        data: The data folder if given on the command line; else `KB_DATA` or the default.

    Raises:
        ConfigurationError: A variable or a line of `kb.toml` is unknown or wrong; it is named.
    """
    given: dict[str, Any] = {} if data is None else {"data": data}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(
            f"Setting {name!r} cannot be used: {first['msg']}.",
            f"Correct KB_{name.upper()} or {name!r} in {CONFIG_NAME}.",
        ) from error
    except ValueError as error:  # a TOML file that cannot be parsed
        raise ConfigurationError(
            f"{CONFIG_NAME} cannot be read: {error}.", f"Correct {CONFIG_NAME} in the data folder."
        ) from error
