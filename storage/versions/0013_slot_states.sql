-- The list of three in the CHECK was made anew for every row written: a third of the time in which a run is marked as queued.
CREATE TABLE slot_run_anew (
    chat       INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE ON UPDATE CASCADE,
    edition    TEXT NOT NULL,
    local_date TEXT NOT NULL,
    due_at     INTEGER NOT NULL,
    after      TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state = 'open' OR state = 'queued' OR state = 'skipped'),
    reason     TEXT,
    digest     INTEGER,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (chat, edition, local_date)
) WITHOUT ROWID;
INSERT INTO slot_run_anew SELECT chat, edition, local_date, due_at, after, state, reason, digest, updated_at FROM slot_run;
DROP TABLE slot_run;
ALTER TABLE slot_run_anew RENAME TO slot_run;
CREATE INDEX slot_run_open ON slot_run (edition, after, due_at) WHERE state = 'open';
