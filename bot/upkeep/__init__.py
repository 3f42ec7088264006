"""What keeps the database in good order while the bot runs: a backup every night, and old records deleted."""
