-- What a chat does not want to read, whether it is notified, until when it wants nothing.
ALTER TABLE chat ADD COLUMN muted TEXT NOT NULL DEFAULT '';  -- normal keys of sections, in order, a space between
ALTER TABLE chat ADD COLUMN silent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chat ADD COLUMN paused_until INTEGER;            -- NULL: not paused
ALTER TABLE digest ADD COLUMN muted TEXT NOT NULL DEFAULT '';
