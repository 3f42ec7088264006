"""Kuaixun: the e-commerce newsletter in your Telegram."""

__version__ = "0.1.0"
