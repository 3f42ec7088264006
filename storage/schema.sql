-- Times are epoch seconds in UTC. Days are ISO dates in the newsletter's own zone. Lists are JSON.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Archive ----------------------------------------------------------------------------------------

-- The id is made of the issue's last day and its edition, so that id order is date order (storage/ids.py).
CREATE TABLE issue (
    id           INTEGER PRIMARY KEY,
    newsletter   TEXT NOT NULL,
    edition      TEXT NOT NULL CHECK (edition IN ('morning', 'evening', 'weekly')),
    date         TEXT NOT NULL,
    end_date     TEXT,
    last_date    TEXT NOT NULL GENERATED ALWAYS AS (coalesce(end_date, date)) STORED,
    date_basis   TEXT,
    year_certain INTEGER NOT NULL,
    language     TEXT NOT NULL,
    headlines    TEXT NOT NULL,
    sections     TEXT NOT NULL,
    warnings     TEXT NOT NULL,
    text         BLOB NOT NULL,             -- zlib
    fingerprint  TEXT NOT NULL,             -- hex
    received_at  INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    next_slot    INTEGER NOT NULL,          -- for the next new item; numbers of vanished items stay unused
    UNIQUE (newsletter, edition, date)
);
CREATE INDEX issue_fingerprint ON issue (fingerprint);
CREATE INDEX issue_day ON issue (edition, last_date);

-- The id is the issue's id and a number within it.
CREATE TABLE item (
    id          INTEGER PRIMARY KEY,
    issue       INTEGER NOT NULL REFERENCES issue (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    number      INTEGER NOT NULL,
    title       TEXT NOT NULL,
    body        TEXT NOT NULL,
    section     TEXT,
    section_key TEXT,
    source      TEXT,
    source_key  TEXT,
    comment     TEXT,
    language    TEXT NOT NULL,
    links       TEXT NOT NULL
);
CREATE INDEX item_issue ON item (issue, position);
CREATE INDEX item_source ON item (source_key COLLATE NOCASE);
CREATE INDEX item_section ON item (section_key);

-- Rows as the program reads them (storage/issue_rows.py).
CREATE VIEW stored_issue AS
SELECT id, newsletter, edition, date, end_date, last_date, date_basis, year_certain, language, headlines, sections,
       warnings, received_at
FROM issue;

CREATE VIEW stored_item AS
SELECT item.id, item.issue, item.position, item.number, item.title, item.body, item.section, item.section_key,
       item.source, item.source_key, item.comment, item.language, item.links,
       issue.edition, issue.date, issue.end_date
FROM item JOIN issue ON issue.id = item.issue;

-- Search tokens of each item, made by storage/tokens.py: lower-case words and Chinese pairs, set apart by
-- spaces. The tokenizer `ascii` takes every other character as part of a word, so SQLite never splits what
-- Python joined. One Chinese character is the beginning of a token: those have an index of their own.
CREATE VIRTUAL TABLE item_text
    USING fts5 (title, body, content = '', tokenize = 'ascii', detail = full, prefix = '1');

-- Companies --------------------------------------------------------------------------------------

CREATE TABLE company (
    id   INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);

CREATE TABLE mention (
    company INTEGER NOT NULL REFERENCES company (id),
    item    INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    alias   TEXT NOT NULL,
    place   TEXT NOT NULL CHECK (place IN ('title', 'body', 'comment')),
    PRIMARY KEY (company, item)
) WITHOUT ROWID;
CREATE INDEX mention_item ON mention (item);

-- How often each company is named, month by month, kept by triggers. The day is in the item's id (storage/ids.py).
CREATE TABLE company_month (
    company INTEGER NOT NULL REFERENCES company (id),
    month   TEXT NOT NULL,                  -- YYYY-MM
    items   INTEGER NOT NULL,
    PRIMARY KEY (company, month)
) WITHOUT ROWID;

CREATE TRIGGER mention_came AFTER INSERT ON mention BEGIN
    INSERT INTO company_month (company, month, items)
    VALUES (new.company, strftime('%Y-%m', 1721424.5 + (new.item >> 30)), 1)
    ON CONFLICT (company, month) DO UPDATE SET items = items + 1;
END;

CREATE TRIGGER mention_went AFTER DELETE ON mention BEGIN
    UPDATE company_month SET items = items - 1
    WHERE company = old.company AND month = strftime('%Y-%m', 1721424.5 + (old.item >> 30));
END;

-- Subscribers ------------------------------------------------------------------------------------

CREATE TABLE chat (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,
    language   TEXT NOT NULL,
    timezone   TEXT NOT NULL,
    style      TEXT NOT NULL CHECK (style IN ('headlines', 'full')),
    active     INTEGER NOT NULL,
    reason     TEXT,                        -- why not active
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    topic      INTEGER,                     -- a forum's, that the digests go to; NULL for its General one
    muted      TEXT NOT NULL DEFAULT '',    -- normal keys of sections it does not want, in order, a space between
    silent     INTEGER NOT NULL DEFAULT 0,
    paused_until INTEGER,                   -- NULL: not paused
    left_slots TEXT NOT NULL DEFAULT '[]'   -- what it had when it last unsubscribed: [[edition, HH:MM, days as bits], …]
);

-- Chats that Telegram did not find, and on how many different days.
CREATE TABLE chat_missing (
    chat     INTEGER PRIMARY KEY REFERENCES chat (id) ON DELETE CASCADE ON UPDATE CASCADE,
    days     INTEGER NOT NULL,
    last_day TEXT NOT NULL,                 -- in UTC
    last_at  INTEGER NOT NULL
);

-- Slots that come due at the same instants. The minute tick looks at these few rows, never at every chat.
CREATE TABLE slot_group (
    id         INTEGER PRIMARY KEY,
    edition    TEXT NOT NULL CHECK (edition IN ('morning', 'evening', 'weekly')),
    timezone   TEXT NOT NULL,
    local_time TEXT NOT NULL,               -- HH:MM
    days       INTEGER NOT NULL,            -- bit 0 is Monday
    opened     TEXT,                        -- local date
    UNIQUE (edition, timezone, local_time, days)
);

CREATE TABLE slot (
    chat       INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE ON UPDATE CASCADE,
    edition    TEXT NOT NULL,
    slot_group INTEGER NOT NULL REFERENCES slot_group (id),
    since      INTEGER NOT NULL,            -- when it was made or last moved: what was due before is not served
    after      TEXT NOT NULL,               -- newest issue day this chat has had; '' for none
    PRIMARY KEY (chat, edition)
) WITHOUT ROWID;
CREATE INDEX slot_by_group ON slot (slot_group);

-- A slot on one local date. The key is what makes a slot be served once.
CREATE TABLE slot_run (
    chat       INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE ON UPDATE CASCADE,
    edition    TEXT NOT NULL,
    local_date TEXT NOT NULL,
    due_at     INTEGER NOT NULL,
    after      TEXT NOT NULL,               -- the slot's, when it was opened
    -- Not IN: SQLite would make the list of three anew for every row that is written.
    state      TEXT NOT NULL CHECK (state = 'open' OR state = 'queued' OR state = 'skipped'),
    reason     TEXT,
    digest     INTEGER,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (chat, edition, local_date)
) WITHOUT ROWID;
CREATE INDEX slot_run_open ON slot_run (edition, after, due_at) WHERE state = 'open';

-- Outbox -----------------------------------------------------------------------------------------

CREATE TABLE digest (
    id          INTEGER PRIMARY KEY,
    issue       INTEGER NOT NULL,
    language    TEXT NOT NULL,
    style       TEXT NOT NULL,
    late        INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,              -- of the parts: a corrected issue makes another digest
    created_at  INTEGER NOT NULL,
    muted       TEXT NOT NULL DEFAULT '',   -- the chats' it is for
    UNIQUE (issue, language, style, late, fingerprint)
);

CREATE TABLE digest_part (
    digest INTEGER NOT NULL REFERENCES digest (id) ON DELETE CASCADE,
    part   INTEGER NOT NULL,
    text   TEXT NOT NULL,
    markup TEXT,
    PRIMARY KEY (digest, part)
);

CREATE TABLE delivery (
    id         INTEGER PRIMARY KEY,
    digest     INTEGER NOT NULL REFERENCES digest (id),
    chat       INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE ON UPDATE CASCADE,
    part       INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (
        state IN ('pending', 'sending', 'sent', 'retry', 'unknown', 'failed', 'skipped')
    ),
    attempts   INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER,                     -- earliest start; with 'unknown': when it becomes 'retry', NULL = held
    message_id INTEGER,
    reason     TEXT,
    updated_at INTEGER NOT NULL,
    UNIQUE (chat, digest, part)
);
-- A claim goes through what is fresh by a cursor, and through what is tried again by its time.
CREATE INDEX delivery_fresh ON delivery (not_before, id) WHERE state = 'pending';
CREATE INDEX delivery_again ON delivery (not_before, id) WHERE state = 'retry';
CREATE INDEX delivery_unfinished ON delivery (chat, id)
    WHERE state IN ('pending', 'sending', 'retry', 'unknown');
CREATE INDEX delivery_sending ON delivery (id) WHERE state = 'sending';
CREATE INDEX delivery_unknown ON delivery (not_before) WHERE state = 'unknown';

-- Watches ----------------------------------------------------------------------------------------

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

-- Who has still to be told what came of a submission: Telegram was in trouble, or the program ended before it was said.
CREATE TABLE submission_untold (
    chat       INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE ON UPDATE CASCADE,
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    refused    TEXT NOT NULL,               -- JSON: [[name, reason], …] of what in it could not be read
    PRIMARY KEY (chat, submission)
) WITHOUT ROWID;

-- Operating --------------------------------------------------------------------------------------

-- What the people who run the bot did by its menu.
CREATE TABLE admin_action (
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    admin  INTEGER REFERENCES chat (id) ON DELETE SET NULL ON UPDATE CASCADE,
    action TEXT NOT NULL,
    about  TEXT NOT NULL                    -- what it was done to
);

-- Errors of the program, a row a kind and place: the admins were told, and need not be told again after a restart.
CREATE TABLE fault (
    kind       TEXT NOT NULL,
    place      TEXT NOT NULL,               -- '' for one of the network
    reason     TEXT NOT NULL,               -- of storage's, what is wrong and what to do; else ''
    network    INTEGER NOT NULL,
    first_at   INTEGER NOT NULL,
    last_at    INTEGER NOT NULL,
    told_at    INTEGER,                     -- NULL: nobody could be reached yet
    times      INTEGER NOT NULL,
    untold     INTEGER NOT NULL,            -- of them, since it was told
    known_by   TEXT NOT NULL,               -- JSON: the last references, the newest last
    PRIMARY KEY (kind, place)
) WITHOUT ROWID;

-- A word of theirs to all who get digests. It goes out by the outbox, some chats at a time (storage/broadcasts.py).
CREATE TABLE broadcast (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,  -- else an old button could send a later draft
    admin      INTEGER REFERENCES chat (id) ON DELETE SET NULL ON UPDATE CASCADE,
    text       TEXT NOT NULL,               -- Telegram HTML
    state      TEXT NOT NULL CHECK (state IN ('draft', 'sending', 'done', 'stopped')),
    digest     INTEGER REFERENCES digest (id),
    reached    INTEGER,                     -- the chat put into the outbox last; they go by their ids
    total      INTEGER NOT NULL DEFAULT 0,  -- recipients when it began
    sent       INTEGER NOT NULL DEFAULT 0,  -- this and the next are of its end: deliveries are pruned
    failed     INTEGER NOT NULL DEFAULT 0,
    message    INTEGER,                     -- in the admin's chat, tells how far it is
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at   INTEGER
);
CREATE UNIQUE INDEX broadcast_one ON broadcast (state) WHERE state = 'sending';

-- Who began to get digests and who stopped, in each hour since 1970: numbers only.
CREATE TABLE growth (
    hour INTEGER PRIMARY KEY,
    came INTEGER NOT NULL,
    went INTEGER NOT NULL
);

-- Searches, with and without results: numbers only.
CREATE TABLE lookup_hour (
    hour   INTEGER PRIMARY KEY,
    found  INTEGER NOT NULL,
    missed INTEGER NOT NULL
);

-- What was searched for and not found, on a day of the newsletter's zone. By whom is not kept.
CREATE TABLE lookup_missed (
    day   TEXT NOT NULL,
    words TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (day, words)
) WITHOUT ROWID;
