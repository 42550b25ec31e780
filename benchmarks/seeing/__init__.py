"""How well every stage of seeing does on fresh pictures of the synthetic world: one module for each group of stages."""
