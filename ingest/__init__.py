"""world -> pages.v1: who is due, what is new, and the page behind it."""
