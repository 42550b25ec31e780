"""People: bodies, faces, hair, shoes, and how they stand."""
