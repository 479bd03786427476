"""The store: the truth. SQL for what is known, a folder for the original files."""
