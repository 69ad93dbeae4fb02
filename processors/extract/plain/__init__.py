"""Texts of languages without a grammar: words, names and numbers, sentence by sentence. Pure."""
