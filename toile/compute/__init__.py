"""Devices and the networks that run on them."""
