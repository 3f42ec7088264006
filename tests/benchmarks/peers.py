"""The same questions put to bare SQLite and to tantivy, over the same tokens, for the same run."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import tantivy

from storage.issue_rows import Values, item_tokens, to_found, to_item
from storage.paging import COUNT_CAP
from storage.tokens import phrase

PAGE = 5


class BareSqlite:
    """The statement that newest-first search cannot do without, on a connection of its own, with no event loop."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self._connection.execute("PRAGMA cache_size = -16000")

    def page(self, query: str, *, counted: bool) -> Callable[[], object]:
        """A page of items, and how many there are up to a thousand: what `Search.find` asks for."""
        match = expression(query)

        def ask() -> object:
            run = self._connection.execute
            ids = run(
                "SELECT rowid FROM item_text WHERE item_text MATCH ? ORDER BY rowid DESC LIMIT ?",
                (match, PAGE + 1),
            ).fetchall()
            if counted:
                run(
                    "SELECT count(*) FROM (SELECT rowid FROM item_text WHERE item_text MATCH ? LIMIT ?)",
                    (match, COUNT_CAP + 1),
                ).fetchall()
            some = (json.dumps([item for (item,) in ids[:PAGE]]),)
            run("SELECT * FROM stored_item WHERE id IN (SELECT value FROM json_each(?))", some).fetchall()
            run(
                "SELECT item, slug FROM mention JOIN company ON company.id = mention.company "
                "WHERE item IN (SELECT value FROM json_each(?))",
                some,
            ).fetchall()
            return ids

        return ask

    def company(self, slug: str) -> Callable[[], object]:
        """The newest thousand items of a company and its months."""

        def ask() -> object:
            run = self._connection.execute
            (company,) = run("SELECT id FROM company WHERE slug = ?", (slug,)).fetchone()
            run(
                "SELECT item FROM mention WHERE company = ? ORDER BY item DESC LIMIT 1001", (company,)
            ).fetchall()
            return run("SELECT month, items FROM company_month WHERE company = ?", (company,)).fetchall()

        return ask

    def close(self) -> None:
        self._connection.close()


class Tantivy:
    """An index of the same tokens, sorted by a fast field or ranked by BM25. Built once for a database.

    It keeps the rows of the items as well (`FOUND_COLUMNS`), so that it can be asked for what a page shows and not for
    ids alone.
    """

    def __init__(self, folder: Path, rows: Iterable[Values]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("id", stored=True, fast=True)
        for name in ("title", "body"):
            builder.add_text_field(name, tokenizer_name="whitespace")
        builder.add_bytes_field("shown", stored=True, indexed=False)
        folder.mkdir()
        self._index = tantivy.Index(builder.build(), path=str(folder))
        writer = self._index.writer(200_000_000, 2)
        for row in rows:
            ((title, body),) = item_tokens([to_item(row)])
            document = tantivy.Document()
            document.add_unsigned("id", row[0])
            document.add_text("title", title)
            document.add_text("body", body)
            document.add_bytes("shown", json.dumps(row, ensure_ascii=False).encode())
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def newest(self, query: str) -> Callable[[], object]:
        asked = self._query(query)
        return lambda: self._searcher.search(asked, PAGE, order_by_field="id")

    def newest_items(self, query: str) -> Callable[[], object]:
        """The same with the items, as `Search.find` answers."""
        asked, run = self._query(query), self._searcher

        def ask() -> object:
            hits = run.search(asked, PAGE, order_by_field="id").hits
            return [to_found(json.loads(bytes(run.doc(address)["shown"][0]))) for _, address in hits]

        return ask

    def best(self, query: str) -> Callable[[], object]:
        asked = self._query(query)
        return lambda: self._searcher.search(asked, PAGE)

    def _query(self, query: str) -> tantivy.Query:
        return self._index.parse_query(
            " AND ".join(f'"{part}"' for part in _phrases(query)), ["title", "body"]
        )


def expression(query: str) -> str:
    """A query of words and one phrase as FTS5 takes it."""
    return " AND ".join(
        f'"{" ".join(words)}"{" *" if begins else ""}' for words, begins in map(phrase, _texts(query))
    )


def _phrases(query: str) -> list[str]:
    return [" ".join(phrase(text)[0]) for text in _texts(query)]


def _texts(query: str) -> list[str]:
    return [query.strip('"')] if query.startswith('"') else query.split()
