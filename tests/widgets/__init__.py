"""Tests of helpers/widgets/: without a page, by setting controls, pressing buttons and reading what is shown."""
