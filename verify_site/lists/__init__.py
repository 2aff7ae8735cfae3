"""Checking a list at once: spreadsheets, scans and pasted lines in, a verdict for every row out, gone after a day."""
