"""Verification receipts (核验回执): made from a fresh check, opened behind their own code with what holds now."""
