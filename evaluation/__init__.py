"""What the judgement is measured on."""
