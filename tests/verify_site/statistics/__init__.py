"""Tests of the counts of checks."""
