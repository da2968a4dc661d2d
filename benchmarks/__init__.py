"""Measurements that are kept: speed against a budget, quality against published figures."""
