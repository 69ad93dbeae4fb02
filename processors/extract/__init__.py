"""EXTRACT: an article's text -> what it reports, and how it tells it. One file per slot; pure."""
