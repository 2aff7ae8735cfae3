"""Speed as ratios against the bare operation, measured in one run: `make bench`.

    python -m benchmarks                      all rows; writes docs/performance.md
    python -m benchmarks codes imports        some rows; prints only
    python -m benchmarks --quick --out FILE   small sizes, to see that everything runs

Each row is a module with `measure(scale, folder) -> Row`. What is compared runs in turns, round by round, so that a
machine that slows down for a while slows both sides. Everything stays on this machine and stops by itself.
"""
