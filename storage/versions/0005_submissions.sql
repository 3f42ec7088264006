-- Issues sent in by Telegram ----------------------------------------------------------------------

-- An issue, or several, that somebody sent in one message or in a few; each is kept in quarantine till decided.
CREATE TABLE submission (
    id         INTEGER PRIMARY KEY,
    chat       INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE ON UPDATE CASCADE,
    state      TEXT NOT NULL CHECK (state IN ('open', 'kept_open', 'taken')),
    received   TEXT,                        -- the day it was first sent, where that is known
    updated_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX submission_open ON submission (chat) WHERE state <> 'taken';

-- The messages of a submission: an edited one is found by its number, and the text joined anew.
CREATE TABLE submission_piece (
    chat       INTEGER NOT NULL,
    message    INTEGER NOT NULL,
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    text       TEXT NOT NULL,               -- empty for a file
    PRIMARY KEY (chat, message)
) WITHOUT ROWID;
CREATE INDEX submission_piece_of ON submission_piece (submission, message);

-- The issues found in a submission, in their order.
CREATE TABLE submission_issue (
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    held       INTEGER NOT NULL REFERENCES quarantine (id) ON DELETE CASCADE,
    PRIMARY KEY (submission, position)
) WITHOUT ROWID;
