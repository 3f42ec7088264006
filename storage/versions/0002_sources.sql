-- Sources ----------------------------------------------------------------------------------------

-- A way issues come in by itself: the inbox folder, a feed, the mailbox. What a restart must know of it.
CREATE TABLE source (
    name         TEXT PRIMARY KEY,
    memory       TEXT NOT NULL,             -- JSON: what the source wants to be reminded of
    succeeded_at INTEGER,
    failed_at    INTEGER,
    error        TEXT,                      -- of the last look, NULL when it went well
    failures     INTEGER NOT NULL,          -- in a row
    next_at      INTEGER                    -- of the next look; NULL: it is not asked any more
) WITHOUT ROWID;

-- What a source has handed in, by its own key of it, so that nothing is handed in twice.
CREATE TABLE source_entry (
    source      TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (source, key)
) WITHOUT ROWID;

-- What the operators were told and need not hear again.
CREATE TABLE notice (
    key     TEXT PRIMARY KEY,
    told_at INTEGER NOT NULL
) WITHOUT ROWID;
