from hypothesis import given, settings

from analyzers import *
from tests.analyzers.strategies import any_text


@settings(max_examples=3000, deadline=None)
@given(any_text)
def test_no_token_cuts_a_cluster(text):
    b = set(cluster_boundaries(text))
    for t in [*clusters(text), *words(text)]:
        assert 0 <= t.start < t.end <= len(text)
        assert t.start in b and t.end in b, (t, sorted(b))
