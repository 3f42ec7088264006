"""/admin: how the bot fares and what its operators do with it, on one message that is edited in place."""
