"""Digests: choose the form, render, split. Pure."""
