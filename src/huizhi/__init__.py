"""Huizhi (慧治): market supervision that can be checked."""

__version__ = "0.1.0"
