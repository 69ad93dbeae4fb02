"""The values that a text gives of an attack, with who says them. One file per slot: `slots`."""
