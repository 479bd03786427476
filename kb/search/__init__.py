"""Search: query -> engine -> ranked, highlighted hits. `service` is the way in."""
