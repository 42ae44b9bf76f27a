"""What the live pages of the book compute when it is made."""
