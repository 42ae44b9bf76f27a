"""Tests of helpers/explorer/: without a page, by setting controls, pressing buttons and reading what is shown."""
