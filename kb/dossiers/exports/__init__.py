"""Dossiers as files: to print, to work on, to cite.

A dossier becomes a `Manuscript` for one reader; each format writes that, so that all say the same
in the same order.
"""
