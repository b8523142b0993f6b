"""MC1xx: what keeps a file from being read. The readers report these; the pages here are their manual."""
