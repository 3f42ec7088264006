"""The one door to the database. Records are in `storage.records`, the door in `storage.database`."""
