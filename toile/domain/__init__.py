"""The words of the house: plain frozen values that every other room speaks in. Standard library only."""
