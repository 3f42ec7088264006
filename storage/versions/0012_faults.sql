CREATE TABLE fault (
    kind       TEXT NOT NULL,
    place      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    network    INTEGER NOT NULL,
    first_at   INTEGER NOT NULL,
    last_at    INTEGER NOT NULL,
    told_at    INTEGER,
    times      INTEGER NOT NULL,
    untold     INTEGER NOT NULL,
    known_by   TEXT NOT NULL,
    PRIMARY KEY (kind, place)
) WITHOUT ROWID;

CREATE TABLE submission_untold (
    chat       INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE ON UPDATE CASCADE,
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    refused    TEXT NOT NULL,
    PRIMARY KEY (chat, submission)
) WITHOUT ROWID;
