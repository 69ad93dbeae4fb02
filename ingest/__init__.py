"""INGEST: the world's feeds -> pages.v1."""
