"""Which companies there are, and which of them a text names. Pure: no database, no network, no clock."""

from bot.companies.directory import Directory, DirectoryError, load_directory
from bot.companies.recogniser import Recogniser

__all__ = ["Directory", "DirectoryError", "Recogniser", "load_directory"]
