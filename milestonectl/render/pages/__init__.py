"""Pages: the report in one file, and what `serve` shows. Text is escaped by the templates and made inert before."""
