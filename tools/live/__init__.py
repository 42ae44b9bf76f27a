"""What the live pages of the book are made from, written when the book is built."""
