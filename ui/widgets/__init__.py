"""Small components, leaves used by all."""
