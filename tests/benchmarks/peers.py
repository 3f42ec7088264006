"""The same questions put to bare SQLite and to tantivy, over the same tokens, for the same run."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import tantivy

from storage.tokens import phrase, tokens

PAGE = 5


class BareSqlite:
    """The statement that newest-first search cannot do without, on a connection of its own, with no event loop."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self._connection.execute("PRAGMA cache_size = -16000")

    def page(self, query: str, most: int) -> Callable[[], object]:
        """So many ids, and the first page of their items: what `Search.find` asks for."""
        match = expression(query)

        def ask() -> object:
            run = self._connection.execute
            ids = run(
                "SELECT rowid FROM item_text WHERE item_text MATCH ? ORDER BY rowid DESC LIMIT ?",
                (match, most),
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

    It keeps the texts as well, so that it can be asked for what a person sees and not for ids alone.
    """

    def __init__(self, folder: Path, rows: Iterable[tuple[int, str, str]]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("id", stored=True, fast=True)
        for name in ("title", "body"):
            builder.add_text_field(name, tokenizer_name="whitespace")
        builder.add_bytes_field("shown", stored=True, indexed=False)
        folder.mkdir()
        self._index = tantivy.Index(builder.build(), path=str(folder))
        writer = self._index.writer(200_000_000, 2)
        for item, title, body in rows:
            document = tantivy.Document()
            document.add_unsigned("id", item)
            document.add_text("title", " ".join(tokens(title)))
            document.add_text("body", " ".join(tokens(body)))
            document.add_bytes("shown", json.dumps([title, body], ensure_ascii=False).encode())
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def newest(self, query: str) -> Callable[[], object]:
        asked = self._query(query)
        return lambda: self._searcher.search(asked, PAGE, order_by_field="id")

    def newest_items(self, query: str) -> Callable[[], object]:
        """The same with the items' texts."""
        asked, run = self._query(query), self._searcher

        def ask() -> object:
            hits = run.search(asked, PAGE, order_by_field="id").hits
            return [json.loads(bytes(run.doc(address)["shown"][0])) for _, address in hits]

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
