"""DEDUPE: reports.v1 -> incidents, changes and decisions. Pure but for `rows` and `stage`."""
