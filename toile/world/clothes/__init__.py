"""Clothes: cut round a body, worn or laid flat, and called by their names."""
