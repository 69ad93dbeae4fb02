"""Time expressions of English text, each with the interval that it speaks of."""
