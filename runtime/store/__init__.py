"""The store: everything with state. SQLAlchemy Core over SQLite or PostgreSQL."""
