"""PROCESSORS: pages.v1 -> articles.v1 -> reports.v1 -> incidents, changes and decisions."""
