-- Quarantine -------------------------------------------------------------------------------------

-- Issues that were read but are too doubtful to be published unseen.
CREATE TABLE quarantine (
    id          INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,       -- of the text, its white space folded
    name        TEXT NOT NULL,              -- of the file, mail, entry …
    origin      TEXT NOT NULL,              -- the way it came
    data        BLOB NOT NULL,              -- zlib; as it came when it holds one issue, else this issue's text
    encoding    TEXT NOT NULL,              -- as it was read
    received    TEXT,                       -- the day it was received, NULL when not known
    received_at INTEGER NOT NULL,           -- when it came to us
    edition     TEXT,                       -- from here to `report`: what the last reading made of it
    date        TEXT,
    end_date    TEXT,
    items       INTEGER NOT NULL,
    score       REAL NOT NULL,
    reasons     TEXT NOT NULL,
    report      TEXT NOT NULL,              -- JSON object
    state       TEXT NOT NULL CHECK (state IN ('held', 'published', 'discarded')),
    issue       INTEGER,                    -- once published
    updated_at  INTEGER NOT NULL
);
CREATE INDEX quarantine_held ON quarantine (id) WHERE state = 'held';

-- Corrections ------------------------------------------------------------------------------------

-- How often an issue in the archive was corrected; no row for never.
CREATE TABLE issue_revision (
    issue      INTEGER PRIMARY KEY REFERENCES issue (id) ON DELETE CASCADE,
    revision   INTEGER NOT NULL,
    revised_at INTEGER NOT NULL
);

-- Up to which revision of its issue the parts of a digest are; no row for the first.
CREATE TABLE digest_revision (
    digest   INTEGER PRIMARY KEY REFERENCES digest (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL
);

-- A message that was sent and now has to say what its digest part says, or to go when the part is empty.
CREATE TABLE edit (
    delivery   INTEGER PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
    revision   INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL,
    reason     TEXT,
    updated_at INTEGER NOT NULL
);
CREATE INDEX delivery_of_digest ON delivery (digest);
CREATE INDEX edit_due ON edit (not_before, delivery) WHERE state = 'pending';
