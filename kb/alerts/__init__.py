"""Alerts: what members follow, and how they hear of what is new.

A job looks at what is new in the change log and notes, for each member, ids alone. What these stand
for is looked up for the member when it is shown and when it is sent, so that nothing goes out that
was withdrawn meanwhile.
"""
