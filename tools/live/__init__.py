"""The data of the book's live pages, written when the book is made."""
