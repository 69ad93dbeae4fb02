"""WORDS: what the stages promise each other. Imports nothing of ours."""
