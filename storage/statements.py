"""The statements by which rows of an issue come and go, for those who store, correct and re-index."""

INSERT_ISSUE = """
INSERT INTO issue (id, newsletter, edition, date, received_at, updated_at, next_slot, end_date, date_basis,
    year_certain, language, headlines, sections, warnings, text, fingerprint)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

UPDATE_ISSUE = """
UPDATE issue SET end_date = ?, date_basis = ?, year_certain = ?, language = ?, headlines = ?, sections = ?,
    warnings = ?, text = ?, fingerprint = ?, updated_at = ?, next_slot = ?
WHERE id = ?
"""

# What was sent of an issue is compared with what it says now, once a revision (storage/edits.py).
REVISED = """
INSERT INTO issue_revision (issue, revision, revised_at) VALUES (?, 1, ?)
ON CONFLICT (issue) DO UPDATE SET revision = revision + 1, revised_at = excluded.revised_at
"""

INSERT_ITEM = """
INSERT INTO item (id, issue, position, number, title, body, section, section_key, source, source_key, comment,
    language, links)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

UPDATE_ITEM = """
UPDATE item SET position = ?, number = ?, title = ?, body = ?, section = ?, section_key = ?, source = ?,
    source_key = ?, comment = ?, language = ?, links = ?
WHERE id = ?
"""

# A company named twice in an item is one mention, the first.
INSERT_MENTION = "INSERT OR IGNORE INTO mention (company, item, alias, place) VALUES (?, ?, ?, ?)"

INDEX = "INSERT INTO item_text (rowid, title, body) VALUES (?, ?, ?)"

# A contentless index forgets a row only when told the very tokens it holds for it: SQLite 3.40 refuses
# DELETE, keeps old terms on REPLACE, and checks nothing here. Hence the version of the tokens in `meta`.
UNINDEX = "INSERT INTO item_text (item_text, rowid, title, body) VALUES ('delete', ?, ?, ?)"
EMPTY_INDEX = "INSERT INTO item_text (item_text) VALUES ('delete-all')"
