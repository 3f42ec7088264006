"""Where issues come from. Every way in ends in `bot.intake.ingest.ingest`."""
