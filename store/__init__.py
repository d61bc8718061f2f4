"""DuckDB: schema, migrations, uploads, data versions, and readers limited to one scope."""
