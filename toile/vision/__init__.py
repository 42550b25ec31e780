"""Seeing: what is in a photo of a person or of a garment, and where."""
