"""How an act is told, and what the document may do with it."""
