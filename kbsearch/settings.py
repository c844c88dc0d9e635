"""How kbsearch is set up: `kbsearch.toml` in the current folder < environment `KBSEARCH_*` < command line options.

Read once, by `load_settings`; no other module reads the environment. A setting has one name everywhere: `model_source`
is `model_source = …` (or `source = …` below `[model]`) in the file, `KBSEARCH_MODEL_SOURCE` in the environment. A key
that means nothing is an error, since a misspelt setting that is ignored is found out much later.
"""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from kbsearch.core.access.principals import read_roles
from kbsearch.core.alerts.hooks import place
from kbsearch.core.hosts import is_loopback
from kbsearch.errors import BadSettings

FILE = "kbsearch.toml"
PREFIX = "KBSEARCH_"

NO_MODEL = "none"
_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|[0-9a-f:]{2,39}", re.ASCII)

SourceKind = Literal["auto", "git", "worktree"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Paths are absolute, without `..`."""

    articles: Path
    """Folder with one sub-folder of Markdown per client."""
    indexes: Path
    """Folder of built snapshots; everything below it can be built again."""
    models: Path
    """Folder of prepared models."""
    data: Path
    """Folder of what cannot be made again: the calls and the secrets behind callers' keys. Back it up."""
    source: SourceKind = "auto"
    """`git` reads HEAD's blobs, `worktree` the files as they stand, `auto` Git where there is a repository."""
    model_source: str = "default"
    """`default`, a folder, or a hub id that is already on this machine."""
    model_query_prompt: str | None = None
    """Put before a query; unset = the model's own."""
    model_document_prompt: str | None = None
    model_max_tokens: int | None = None
    """Tokens of a passage that count; unset = the model's own limit."""
    model_english: str = "default"
    """A second model for plain English documents: `default`, a source as above, or `none` to do without."""
    host: str = "127.0.0.1"
    port: int = 8321
    half_precision: bool = False
    """Vectors as float16: half the memory and time, but recall@10 of exact is 0.9988 to 0.9992 on real articles."""
    keep_generations: int = 3
    """Published generations kept per client, the current one included."""
    explore_share: float = 0.05
    """Share of calls whose searches go without the evidence of solved calls, so that its worth stays measurable."""
    proxies: tuple[str, ...] = ()
    """Networks (`10.0.0.5/32`) of reverse proxies: only what comes from there may say for whom (`X-Forwarded-For`)."""
    rate_address_searches: int = 100
    """Searches and pages a second that one address may ask for in the long run; 0 = no limit. An IPv6 /64 is one
    address. Twenty agents who type behind one address ask for 67."""
    rate_address_writes: int = 50
    """The same of everything that is posted to be kept."""
    rate_key_searches: int = 100
    """The same of one key or person, from all addresses together."""
    rate_key_writes: int = 50
    rate_burst_s: int = 5
    """Seconds' worth of each rate that may come at once."""
    hosts: tuple[str, ...] = ()
    """Names or addresses that people and tools reach this server by, beside those of this machine."""
    tls_certificate: Path | None = None
    """PEM file: the server's certificate and those between it and its authority."""
    tls_key: Path | None = None
    """PEM file, without a passphrase."""
    oidc_issuer: str = ""
    """Address of another service where people sign in (OpenID Connect); empty = none."""
    oidc_client_id: str = ""
    oidc_client_secret_file: Path | None = None
    """Its first line is the secret; unset = a public client."""
    oidc_scopes: tuple[str, ...] = ("openid", "profile")
    oidc_groups_claim: str = "groups"
    """The member of the ID token that lists somebody's groups."""
    oidc_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Group → roles, as `acme=agent`. Whoever is in none of them does not come in."""
    webhook_hosts: tuple[str, ...] = ()
    """Names that alerts may be posted to, with a port where it is not 443; none = nothing leaves."""
    webhook_networks: tuple[str, ...] = ()
    """Networks not of the internet at large (`10.1.2.0/24`) that those names may lead to."""
    metrics: tuple[str, int] | None = None
    """Address and port of this machine at which operators' totals are read (Prometheus); None = nowhere."""
    log_level: str = "info"


def load_settings(overrides: Mapping[str, object]) -> Settings:
    """File, environment and `overrides` (an option that was not given is None) in one. Raises `BadSettings`."""
    found: dict[str, tuple[object, str]] = {}
    found.update(_from_file(Path(FILE)))
    found.update(_from_environment(os.environ))
    found.update({key: (value, "option") for key, value in overrides.items() if value is not None})
    values = {key: _parse(key, value, where) for key, (value, where) in found.items()}
    defaults: dict[str, object] = {name: Path.cwd() / name for name in ("articles", "indexes", "data")}
    if "models" not in values:
        defaults["models"] = _cache_folder(os.environ) / "kbsearch" / "models"
    return Settings(**(defaults | values))  # type: ignore[arg-type]


def with_options(settings: Settings, **given: object) -> Settings:
    """`settings` with a command's own options; one that was not given is None. Raises `BadSettings`."""
    values = {key: _parse(key, value, "option") for key, value in given.items() if value is not None}
    return replace(settings, **values)  # type: ignore[arg-type]


def _from_file(path: Path) -> dict[str, tuple[object, str]]:
    try:
        read = tomllib.loads(path.read_bytes().decode("utf-8-sig"))  # an editor may have put a byte order mark there
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        why = "save it as UTF-8" if isinstance(error, UnicodeDecodeError) else error
        raise BadSettings(f"{path.absolute()} cannot be read: {why}.") from error
    flat: dict[str, tuple[object, str]] = {}
    for key, value in read.items():
        inner = {f"{key}_{name}": item for name, item in value.items()} if isinstance(value, dict) else {key: value}
        flat.update({name: (item, FILE) for name, item in inner.items()})
    return flat


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[object, str]]:
    ours = {key: value for key, value in environment.items() if key.startswith(PREFIX)}
    return {key.removeprefix(PREFIX).lower(): (value, key) for key, value in ours.items() if value}


def _cache_folder(environment: Mapping[str, str]) -> Path:
    """`$XDG_CACHE_HOME`, which counts only when absolute, else `~/.cache`."""
    configured = environment.get("XDG_CACHE_HOME", "")
    try:
        return Path(configured) if configured.startswith("/") else Path("~/.cache").expanduser()
    except RuntimeError:
        raise BadSettings("There is no home folder for models: give --models DIR or set KBSEARCH_MODELS.") from None


def _parse(key: str, value: object, where: str) -> object:
    if key not in _PARSERS:
        near = get_close_matches(key, _PARSERS, 1)
        meant = f" Did you mean {near[0]!r}?" if near else f" Known: {', '.join(_PARSERS)}."
        raise BadSettings(f"There is no setting {key!r} ({where}).{meant}")
    try:
        return _PARSERS[key](value)
    except (TypeError, ValueError) as error:
        raise BadSettings(f"The setting {key!r} ({where}) is {value!r}: {error}.") from None


def _path(value: object) -> Path:
    if not isinstance(value, str | Path) or not str(value) or "\0" in str(value):
        raise ValueError("a folder is needed")
    try:
        return Path(os.path.normpath(Path(value).expanduser().absolute()))
    except RuntimeError:
        raise ValueError("there is no such user, or none with a home folder") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is needed")
    return value


def _one_of(*names: str) -> Callable[[object], str]:
    def parse(value: object) -> str:
        if value not in names:
            near = get_close_matches(str(value), names, 1)
            raise ValueError(f"one of {', '.join(names)} is needed" + (f"; did you mean {near[0]!r}?" if near else ""))
        return str(value)

    return parse


def _integer(low: int, high: int) -> Callable[[object], int]:
    def parse(value: object) -> int:
        text = str(value).strip()
        if isinstance(value, bool) or not text.isascii() or not text.isdigit() or not low <= int(text[:12]) <= high:
            raise ValueError(f"a whole number from {low} to {high} is needed")
        return int(text)

    return parse


def _networks(value: object) -> tuple[str, ...]:
    """A list in the file, else texts with commas between them."""
    try:
        parts = _texts(value)
    except TypeError:
        raise TypeError("addresses or networks such as 10.0.0.5 or 10.1.0.0/24 are needed") from None
    return tuple(str(ipaddress.ip_network(part)) for part in parts)


def _texts(value: object) -> tuple[str, ...]:
    """A list in the file, else texts with commas between them."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise TypeError("texts are needed")
    return tuple(part.strip() for part in parts if part.strip())


def _hosts(value: object) -> tuple[str, ...]:
    names = tuple(name.strip("[]").lower() for name in _texts(value))
    if wrong := [name for name in names if not _HOST_NAME.fullmatch(name)]:
        raise ValueError(f"names such as kb.example.org are needed, without scheme, port or *; not {wrong[0]!r}")
    return names


def _places(value: object) -> tuple[str, ...]:
    places = tuple(name.lower() for name in _texts(value))
    if wrong := [name for name in places if name not in (place(f"https://{name}"), place(f"http://{name}"))]:
        raise ValueError(f"names such as hooks.example.org or hooks.example.org:8443 are needed, not {wrong[0]!r}")
    return places


def _of_this_machine(value: object) -> tuple[str, int]:
    host, _, port = _text(value).rpartition(":")
    if not is_loopback(name := host.strip("[]")):
        raise ValueError(
            "an address of this machine alone and a port are needed, such as 127.0.0.1:9464, since whoever reaches it "
            "reads it unasked; for other machines, put the scraper or a proxy that asks on this one"
        )
    return name, _integer(0, 65535)(port)


def _groups(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise TypeError(f"a table is needed, in {FILE}: [oidc.groups], then lines such as agents = ['acme=agent']")
    groups = {group: _texts(roles) for group, roles in value.items()}
    for roles in groups.values():
        read_roles(roles)
    return groups


def _share(value: object) -> float:
    try:
        share = float(str(value))
    except ValueError:
        share = -1.0
    if isinstance(value, bool) or not 0 <= share <= 1:
        raise ValueError("a number from 0 to 1 is needed")
    return share


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    meaning = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if str(value).lower() not in meaning:
        raise ValueError("true or false is needed")
    return meaning[str(value).lower()]


_PARSERS: dict[str, Callable[[object], object]] = {
    "articles": _path,
    "indexes": _path,
    "models": _path,
    "data": _path,
    "source": _one_of("auto", "git", "worktree"),
    "model_source": _text,
    "model_query_prompt": _text,
    "model_document_prompt": _text,
    "model_max_tokens": _integer(8, 8192),
    "model_english": _text,
    "host": _text,
    "port": _integer(0, 65535),
    "half_precision": _switch,
    "keep_generations": _integer(2, 100),
    "explore_share": _share,
    "proxies": _networks,
    "rate_address_searches": _integer(0, 100_000),
    "rate_address_writes": _integer(0, 100_000),
    "rate_key_searches": _integer(0, 100_000),
    "rate_key_writes": _integer(0, 100_000),
    "rate_burst_s": _integer(1, 3_600),
    "hosts": _hosts,
    "tls_certificate": _path,
    "tls_key": _path,
    "oidc_issuer": _text,
    "oidc_client_id": _text,
    "oidc_client_secret_file": _path,
    "oidc_scopes": _texts,
    "oidc_groups_claim": _text,
    "oidc_groups": _groups,
    "webhook_hosts": _places,
    "webhook_networks": _networks,
    "metrics": _of_this_machine,
    "log_level": _one_of("debug", "info", "warning", "error"),
}
