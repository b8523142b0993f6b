"""Results -> tables, records, documents and pages."""
