"""Who attacked: claimed, blamed, denied or stated."""
