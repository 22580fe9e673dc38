"""What Oakum remembers: SQLAlchemy tables, Alembic migrations, a small file of queries for each subject."""
