"""Extra networks that a prompt names: `<lora:name:0.8>`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

_TAG = re.compile(r"<(\w+):([^>]+)>")


@dataclass(frozen=True)
class Network:
    """A network of a `kind` (lora, lyco, hypernet, ...) and what stands behind it, as it was written."""

    kind: str
    arguments: tuple[str, ...]

    @property
    def name(self) -> str:
        """Which one is meant."""
        return self.arguments[0]

    @property
    def named(self) -> Mapping[str, str]:
        """Arguments that say what they are: `unet=0.5`."""
        pairs = (argument.split("=", 1) for argument in self.arguments if "=" in argument)
        return {name.strip(): value.strip() for name, value in pairs}


@dataclass(frozen=True)
class Lora:
    """How strongly a LoRA acts on the text encoder and on the U-Net, and at which rank (None: its own)."""

    name: str
    text: float
    unet: float
    rank: int | None


def take_networks(text: str) -> tuple[str, tuple[Network, ...]]:
    """The prompt without its tags, and the networks that they name, in order."""
    # Behind the last `>` no tag ends; looked for there all the same, many open ones would take quadratic time.
    end = text.rfind(">") + 1
    found = tuple(Network(kind, tuple(said.split(":"))) for kind, said in _TAG.findall(text[:end]))
    return _TAG.sub("", text[:end]) + text[end:], found


def read_lora(network: Network) -> Lora:
    """The strengths of a `<lora:name:text:unet:dyn>`; the U-Net's is the text encoder's unless it is said, and 1 is
    usual. What is no number counts as not said."""
    plain = [argument for argument in network.arguments[1:] if "=" not in argument]
    text = _number(network.named.get("te"), _number(_at(plain, 0), 1.0))
    unet = _number(network.named.get("unet"), _number(_at(plain, 1), text))
    rank = _number(network.named.get("dyn"), _number(_at(plain, 2), 0.0))
    return Lora(network.name, text, unet, int(rank) if rank >= 1 else None)


def _at(arguments: list[str], index: int) -> str | None:
    return arguments[index] if index < len(arguments) else None


def _number(said: str | None, otherwise: float) -> float:
    try:
        value = float(said) if said is not None else otherwise
    except ValueError:
        return otherwise
    return value if isfinite(value) else otherwise
