"""ALERTS: changes.v1 -> people, and alerts.v1."""
