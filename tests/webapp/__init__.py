"""Tests of the pages, the JSON API and how they are served."""
