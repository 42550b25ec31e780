"""Pictures as arrays, and what can be done to them without knowing what they show."""
