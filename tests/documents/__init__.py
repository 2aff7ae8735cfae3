"""Tests of paper: every sheet is rasterised and read back."""
