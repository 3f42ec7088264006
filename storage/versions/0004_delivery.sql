-- A claim goes through what is fresh by a cursor, and through what is tried again by its time.
DROP INDEX delivery_due;
CREATE INDEX delivery_fresh ON delivery (not_before, id) WHERE state = 'pending';
CREATE INDEX delivery_again ON delivery (not_before, id) WHERE state = 'retry';

-- A forum's topic that the chat's digests go to; NULL for its General one, and for every other chat.
ALTER TABLE chat ADD COLUMN topic INTEGER;

-- Chats that Telegram did not find, and on how many different days.
CREATE TABLE chat_missing (
    chat     INTEGER PRIMARY KEY REFERENCES chat (id) ON DELETE CASCADE ON UPDATE CASCADE,
    days     INTEGER NOT NULL,
    last_day TEXT NOT NULL,                 -- in UTC
    last_at  INTEGER NOT NULL
);
