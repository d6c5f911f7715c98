"""A reproducible pipeline from raw indicator and interview YAML to follow-up reports."""
