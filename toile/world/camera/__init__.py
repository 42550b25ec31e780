"""The camera: what it sees, what light does, how the film answers."""
