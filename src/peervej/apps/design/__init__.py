"""The look of Peervej: base templates, components, style sheet. No models."""
