"""Base templates, components as template tags, the stylesheet and the icons. No models; knows no room above it."""
