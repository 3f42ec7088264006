CREATE TABLE admin_action (
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    admin  INTEGER REFERENCES chat (id) ON DELETE SET NULL ON UPDATE CASCADE,
    action TEXT NOT NULL,
    about  TEXT NOT NULL
);

CREATE TABLE broadcast (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    admin      INTEGER REFERENCES chat (id) ON DELETE SET NULL ON UPDATE CASCADE,
    text       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('draft', 'sending', 'done', 'stopped')),
    digest     INTEGER REFERENCES digest (id),
    reached    INTEGER,
    total      INTEGER NOT NULL DEFAULT 0,
    sent       INTEGER NOT NULL DEFAULT 0,
    failed     INTEGER NOT NULL DEFAULT 0,
    message    INTEGER,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at   INTEGER
);
CREATE UNIQUE INDEX broadcast_one ON broadcast (state) WHERE state = 'sending';

CREATE TABLE growth (
    hour INTEGER PRIMARY KEY,
    came INTEGER NOT NULL,
    went INTEGER NOT NULL
);

CREATE TABLE lookup_hour (
    hour   INTEGER PRIMARY KEY,
    found  INTEGER NOT NULL,
    missed INTEGER NOT NULL
);

CREATE TABLE lookup_missed (
    day   TEXT NOT NULL,
    words TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (day, words)
) WITHOUT ROWID;
