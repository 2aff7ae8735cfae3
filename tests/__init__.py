"""The tests mirror the packages; `journeys/` walks whole lines, `vectors/` is data, `house/` keeps the structure."""
