"""Acts that tell of one attack, its place and its time: a report."""
