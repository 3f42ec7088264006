-- What a chat had when it last unsubscribed, so that its hours come back with it.
ALTER TABLE chat ADD COLUMN left_slots TEXT NOT NULL DEFAULT '[]';  -- [[edition, HH:MM, days as bits], …]
