"""From a due slot to a message in a chat: when (schedule), what (match), how fast (pace), and what if (policy)."""
