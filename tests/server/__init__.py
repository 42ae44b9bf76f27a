"""Tests of JupyterHub with real accounts, which only `make test-server` runs."""
