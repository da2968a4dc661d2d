"""The rayon command. Imports no Qt."""
