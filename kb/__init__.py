"""The knowledge base: model, store (the truth), search (a projection), access, CLI."""
