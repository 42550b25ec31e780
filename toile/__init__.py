"""Toile: an outfit-preview studio. Importing does nothing; names load what they need when first used."""

from toile.version import VERSION

__version__ = VERSION
