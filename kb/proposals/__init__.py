"""Proposals: another wording for an article, which organisations revise, endorse and close.

The web, the JSON API and the command line call the same service, `kb.proposals.service.Proposals`.
"""
