"""Tests of the forms' pages and files."""
