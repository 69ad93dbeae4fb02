"""Speeds as ratios to a peer in the same run; see benchmarks/README.md. Not part of the package."""
