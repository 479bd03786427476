"""Khmer: encoding, spelling, clusters, words, order."""
