-- One Chinese character is the beginning of a token, and finding those needs an index of its own: 20 times faster.
-- The index is built anew when the database is opened next (storage/search.py).
DROP TABLE item_text;
CREATE VIRTUAL TABLE item_text
    USING fts5 (title, body, content = '', tokenize = 'ascii', detail = full, prefix = '1');
DELETE FROM meta WHERE key = 'tokens';

CREATE INDEX item_source ON item (source_key COLLATE NOCASE);
CREATE INDEX item_section ON item (section_key);
