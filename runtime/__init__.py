"""RUNTIME: what stages run on: the log, the store, the loop, the outbox, telemetry."""
