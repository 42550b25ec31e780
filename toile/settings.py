"""Everything the environment decides, read in one place. No other module looks at the environment.

Plain dataclasses, not pydantic: a few values do not earn the 0.2 s that its import costs every command.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from toile.errors import BadRequest
from toile.messages import Language
from toile.vision.borrowed.registry import Role

PREFIX = "TOILE_"
# In the order of POSIX: the first that is set decides (IEEE 1003.1, 8.2).
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
_MIRROR_VARIABLES = (
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "UV_INDEX_URL",
    "UV_DEFAULT_INDEX",
    "HF_ENDPOINT",
)


@dataclass(frozen=True)
class Settings:
    """`data`: the only folder written to unasked. `network`: proxies and mirrors as set, for `toile doctor`.

    `models`: by role, the file of a network that the user points to, as `FILE` or `NAME:FILE`.
    """

    data: Path
    language: Language
    network: Mapping[str, str]
    models: Mapping[str, str] = field(default_factory=dict)

    @property
    def model_folder(self) -> Path:
        """Where `models.json` and the files that it names are looked for."""
        return self.data / "models"


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that an environment (by default the process's own) asks for.

    `TOILE_DATA` names the data directory, `TOILE_LANGUAGE` is en or zh, `TOILE_MODEL_POSE`, `_CUTOUT`, `_PARSING` and
    `_IDENTITY` name files. Raises BadRequest for other languages.
    """
    environment = os.environ if environment is None else environment
    return Settings(
        _data(environment), read_language(environment), _network(environment), _models(environment)
    )


def read_language(environment: Mapping[str, str] | None = None) -> Language:
    """`TOILE_LANGUAGE`, otherwise the language of the locale; English where neither says."""
    environment = os.environ if environment is None else environment
    stated = environment.get(f"{PREFIX}LANGUAGE", "")
    if stated:
        return parse_language(stated)
    locale = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    return Language.CHINESE if locale.lower().startswith("zh") else Language.ENGLISH


def parse_language(name: str) -> Language:
    """`en` or `zh`, also as part of a locale's name. Raises BadRequest for another."""
    short = name.lower().replace("-", "_").split("_")[0].split(".")[0]
    if short not in tuple(Language):
        raise BadRequest("unknown_language", name=name)
    return Language(short)


def _data(environment: Mapping[str, str]) -> Path:
    stated = environment.get(f"{PREFIX}DATA", "")
    if stated:
        return Path(stated).expanduser().absolute()
    from platformdirs import user_data_path  # 40 ms that only a missing TOILE_DATA has to pay

    return user_data_path("toile", appauthor=False)


def _models(environment: Mapping[str, str]) -> dict[str, str]:
    stated = {role.value: environment.get(f"{PREFIX}MODEL_{role.upper()}", "").strip() for role in Role}
    return {role: text for role, text in stated.items() if text}


def _network(environment: Mapping[str, str]) -> dict[str, str]:
    names = [*(n for p in _PROXY_VARIABLES for n in (p, p.upper())), *_MIRROR_VARIABLES]
    return {name: environment[name] for name in names if environment.get(name)}
