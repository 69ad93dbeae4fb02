"""What every word and name of a document stands for."""
