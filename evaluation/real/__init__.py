"""Labels on real feed entries, and their score."""
