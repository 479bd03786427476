"""Facts that come with the program: acts and terms. `README.md` beside them says how to review."""
