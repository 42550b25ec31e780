"""The synthetic studio: digital mannequins, clothes, light, and the exact truth about every pixel."""
