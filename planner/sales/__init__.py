"""One business subject a file: funnel, sizing, quota. Formulas cite docs/mathematics.md."""
