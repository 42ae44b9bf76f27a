"""Rules for stored notebooks, and tests that every notebook keeps them."""
