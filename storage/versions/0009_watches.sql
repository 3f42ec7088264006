-- What a chat wants to be told of: a query as it was typed, or a company (then `slug` is set).
CREATE TABLE watch (
    id         INTEGER PRIMARY KEY,
    chat       INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE ON UPDATE CASCADE,
    query      TEXT NOT NULL,
    slug       TEXT,
    at_once    INTEGER NOT NULL,            -- else with the chat's next digest
    created_at INTEGER NOT NULL,
    UNIQUE (chat, query)
);

-- An item that a watch of a chat found. The key is what makes it be told once.
CREATE TABLE alert (
    chat       INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE ON UPDATE CASCADE,
    item       INTEGER NOT NULL,
    watch      INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'queued')),
    PRIMARY KEY (chat, item)
) WITHOUT ROWID;
CREATE INDEX alert_due ON alert (due_at) WHERE state = 'waiting';

-- Hours of its own day in which a chat is not told anything at once; no row for the usual ones.
CREATE TABLE quiet (
    chat  INTEGER PRIMARY KEY REFERENCES chat (id) ON DELETE CASCADE ON UPDATE CASCADE,
    hours TEXT NOT NULL                     -- '22-08', '' for none
);
