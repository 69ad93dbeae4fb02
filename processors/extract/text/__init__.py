"""An article as text: folded, cut into sentences with their roles, and into clauses."""
