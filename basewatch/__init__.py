"""BASEWATCH: the face: command line, single-process composition, demo, replay, evaluate."""

__version__ = "0.1.0"
