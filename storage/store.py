"""Everything the program keeps, opened together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.actions import Actions
from storage.activity import Activity
from storage.archive import Archive
from storage.broadcasts import Broadcasts
from storage.companies import Companies
from storage.database import Database
from storage.deliveries import Deliveries
from storage.edits import Edits
from storage.faults import Faults
from storage.growth import Growth
from storage.history import History
from storage.lookups import Lookups
from storage.operating import Operating
from storage.outbox import Outbox
from storage.privacy import Privacy
from storage.pruning import Pruning
from storage.quarantine import Quarantine
from storage.search import Search
from storage.slots import Slots
from storage.sources import Sources
from storage.submissions import Submissions
from storage.subscribers import Subscribers
from storage.tidying import Tidying
from storage.watches import Watches


class Storage:
    """One attribute a domain; `database` is for its own checks and locks."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.archive = Archive(database)
        self.search = Search(database, self.archive)
        self.companies = Companies(database, self.archive)
        self.activity = Activity(database)
        self.watches = Watches(database)
        self.subscribers = Subscribers(database)
        self.slots = Slots(database)
        self.history = History(database)
        self.privacy = Privacy(database)
        self.outbox = Outbox(database)
        self.deliveries = Deliveries(database)
        self.tidying = Tidying(database)
        self.pruning = Pruning(database)
        self.edits = Edits(database)
        self.quarantine = Quarantine(database)
        self.sources = Sources(database)
        self.submissions = Submissions(database)
        self.actions = Actions(database)
        self.broadcasts = Broadcasts(database)
        self.growth = Growth(database)
        self.lookups = Lookups(database)
        self.faults = Faults(database)
        self.operating = Operating(database)


@asynccontextmanager
async def open_storage(path: Path, *, create: bool = True, read_only: bool = False) -> AsyncIterator[Storage]:
    """Open the database at `path`; with `create` a missing one is made, with `read_only` nothing is written.

    An older schema or search index is brought up to date first. Raises `StorageError`.
    """
    database = await Database.open(path, create=create, read_only=read_only)
    try:
        storage = Storage(database)
        if not read_only:
            await storage.search.refresh()
        yield storage
    finally:
        await database.close()
