"""Who was killed or hurt, and how many."""
