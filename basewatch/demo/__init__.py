"""DEMO: newspapers, a mail server and a webhook of our own, with the real pipeline between."""
