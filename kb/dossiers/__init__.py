"""Dossiers: what an organisation puts together for an action, in an order, with its own words.

The web, the JSON API and the command line call the same service, `kb.dossiers.service.Dossiers`.
"""
