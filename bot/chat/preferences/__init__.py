"""What a chat decides for itself: one screen edited in place, and the same by commands and typed answers."""
