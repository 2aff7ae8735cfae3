"""Tests of the challenge against harvesting."""
