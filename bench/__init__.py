"""Benchmarks. `make bench` runs all of them, writes bench/results/*.json and the tables in docs/benchmarks.md."""
