"""Base templates, components, tags and static assets; no models."""
