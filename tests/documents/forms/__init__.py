"""Tests of the forms: what they ask, how they are filled, and what becomes of them on paper."""
