"""What a person can say to the bot in chat, a file a feature."""
