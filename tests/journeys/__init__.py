"""Whole lines, walked as their users walk them."""
