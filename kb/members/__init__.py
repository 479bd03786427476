"""The people of the network: organisations, members, how they sign in, and what they did.

The web, the JSON API and the command line call the same services, `kb.members.services.Members`.
"""
