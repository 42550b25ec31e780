"""Cloth: weaves, prints, colours, and what is sewn on it."""
