"""Measurements: `python -m tests.benchmarks`. They print figures and never fail a build."""
