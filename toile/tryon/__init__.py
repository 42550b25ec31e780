"""Dressing. Start reading in `fit`."""
