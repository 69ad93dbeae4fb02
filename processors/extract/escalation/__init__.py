"""Escalation terms, and whether a text tells of them as a step somebody takes now."""
