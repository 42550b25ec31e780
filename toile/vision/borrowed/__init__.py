"""Networks that a user points to: which are known, how a file is told, and how each is asked."""
