"""What is behind and under people and clothes, and the light there."""
