"""The register on disk: one encrypted SQLite file, its tables and its schema steps."""
