"""What `scripts/run`, `scripts/test` and `scripts/parse` share: set-up, start, test.

Standard library only: this code runs before anything is installed.
"""
