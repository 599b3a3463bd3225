"""Sổ Truyền Thông: what the officer sees (ui) and what the program does (core)."""

__version__ = "0.1.0"
