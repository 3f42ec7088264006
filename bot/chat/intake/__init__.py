"""An issue that an admin sends in, from the first message to published: sent, read, looked at, decided."""
