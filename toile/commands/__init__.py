"""The verbs of the command line, one module each. Thin: they read arguments, call the studio, and print."""
