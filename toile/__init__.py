"""Toile: an outfit-preview studio. Importing does nothing; names load what they need when first used."""

from typing import TYPE_CHECKING, Any

from toile.version import VERSION

if TYPE_CHECKING:
    from toile.diffusion import Engine as Engine

__version__ = VERSION
__all__ = ["Engine", "__version__"]


def __getattr__(name: str) -> Any:
    """`Engine`, when it is first asked for (PEP 562)."""
    if name == "Engine":
        from toile.diffusion import Engine

        return Engine
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
