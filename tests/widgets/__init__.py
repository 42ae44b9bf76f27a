"""Tests of helpers/widgets/ without a browser: they set controls, press buttons and read what is shown."""
