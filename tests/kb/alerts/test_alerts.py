"""Following: what is new to whom, told once, and nothing that is not for the member."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from kb.access import Audience, Role
from kb.alerts.model import Mail, Query
from kb.alerts.service import Alerts
from kb.contributing import Contributing
from kb.discussion.contributions import Draft
from kb.discussion.model import Result
from kb.discussion.targets import Target
from kb.errors import InvalidInput, NotFound, SignInNeeded
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from kb.overrides import Overrides
from kb.store.alerts import MOST_ALERTS, AlertStore
from tests.kb.alerts.conftest import Clock, join, publish

FOREST = Query("forest")


@pytest.fixture
def service(knowledge_base: KnowledgeBase) -> Alerts:
    publish(knowledge_base, "Rivers", "river")
    return knowledge_base.alerts


@pytest.fixture
def member(knowledge_base: KnowledgeBase) -> Audience:
    return join(knowledge_base)


def titles(knowledge_base: KnowledgeBase, by: Audience) -> set[str]:
    """What a member hears of, once the job has run."""
    knowledge_base.alerts.watch.catch_up()
    news = knowledge_base.alerts.news(by, 50)
    return {one.document.title for one in news if one.document}


def test_what_matches_and_is_new_is_told_once(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    publish(knowledge_base, "Old forest")
    service.follow(member, FOREST)
    service.follow(member, Query("", {"kind": ("law",)}))
    assert titles(knowledge_base, member) == set()
    new = publish(knowledge_base, "New forest")
    publish(knowledge_base, "New river", "river")
    assert titles(knowledge_base, member) == {"New forest", "New river"}
    assert len(service.news(member, 50)) == 2  # two alerts found the first
    Contributing(knowledge_base).share(knowledge_base.operator, new, Visibility.ORGANISATION)
    Contributing(knowledge_base).share(knowledge_base.operator, new, Visibility.PUBLIC)
    knowledge_base.edit(new, Overrides(title="Forest, renamed"), "somebody")
    knowledge_base.indexer.rebuild()
    knowledge_base.alerts.watch.catch_up()
    assert len(service.news(member, 50)) == 2


def test_few_hits_are_not_widened_to_any_word(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    service.follow(member, Query("forest concession"))
    publish(knowledge_base, "Only the forest")
    publish(knowledge_base, "A concession in the forest")
    assert titles(knowledge_base, member) == {"A concession in the forest"}


def test_an_edit_or_another_reading_alerts_nobody(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    known = publish(knowledge_base, "Known forest")
    service.follow(member, FOREST)
    knowledge_base.edit(known, Overrides(title="Forest once more"), "somebody")
    publish(knowledge_base, "Known forest")
    assert titles(knowledge_base, member) == set()


def test_rights_are_asked_again_when_it_is_shown(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    service.follow(member, FOREST)
    theirs = join(knowledge_base, "dara@example.org", "Others")
    service.follow(theirs, FOREST)
    shared = publish(knowledge_base, "Shared forest", visibility=Visibility.NETWORK)
    publish(knowledge_base, "Own forest", visibility=Visibility.ORGANISATION)
    assert titles(knowledge_base, member) == {"Shared forest", "Own forest"}
    assert titles(knowledge_base, theirs) == {"Shared forest"}
    Contributing(knowledge_base).share(knowledge_base.operator, shared, Visibility.ORGANISATION)
    assert titles(knowledge_base, theirs) == set()
    knowledge_base.remove(shared)
    assert titles(knowledge_base, member) == {"Own forest"}


def test_what_is_shared_with_a_member_is_new_to_that_member_alone(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    brief = publish(knowledge_base, "Own forest", visibility=Visibility.ORGANISATION)
    service.follow(member, FOREST)
    theirs = join(knowledge_base, "dara@example.org", "Others")
    service.follow(theirs, FOREST)
    Contributing(knowledge_base).share(knowledge_base.operator, brief, Visibility.NETWORK)
    assert titles(knowledge_base, theirs) == {"Own forest"}
    assert titles(knowledge_base, member) == set()


def test_an_act_is_followed_with_its_texts_and_what_cites_it(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    law = publish(knowledge_base, "Forest law")
    service.follow(member, Query(act=knowledge_base.document(law, member).work_id))
    translation = publish(knowledge_base, "ច្បាប់ព្រៃឈើ")
    publish(knowledge_base, "Something else")
    knowledge_base.link([law, translation])
    assert titles(knowledge_base, member) == {"ច្បាប់ព្រៃឈើ"}
    with pytest.raises(NotFound):
        service.follow(member, Query(act="absent"))


def test_an_act_is_followed_to_the_act_that_its_texts_became_texts_of(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    law, newer = publish(knowledge_base, "Forest law"), publish(knowledge_base, "Law on forests")
    service.follow(member, Query(act=knowledge_base.document(law, member).work_id))
    knowledge_base.link([newer, law])
    (alert,) = service.all(member)
    assert alert.query == Query(act=knowledge_base.document(newer, member).work_id)


def test_a_discussion_is_no_new_document(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    law = publish(knowledge_base, "Law on rivers", "river")
    service.follow(member, FOREST)
    by = join(knowledge_base, "dara@example.org", role=Role.CONTRIBUTOR)
    target = Target.of_work(knowledge_base.document(law, by).work_id)
    said = Draft("What becomes of the forest?", "en")
    knowledge_base.discussion.threads.open(by, target, "Forest", Visibility.NETWORK, said)
    assert service.expected(member, FOREST) == 0
    assert titles(knowledge_base, member) == set()


def heard(knowledge_base: KnowledgeBase, by: Audience) -> list[tuple[str, int]]:
    """In which discussions a member hears of something, and of how much."""
    knowledge_base.alerts.watch.catch_up()
    news = knowledge_base.alerts.news(by, 50)
    return [(one.thread.title, one.number) for one in news if one.thread]


def discussed(
    knowledge_base: KnowledgeBase, by: Audience, visibility: Visibility = Visibility.NETWORK
) -> str:
    """Open a discussion on an act; give its id."""
    law = publish(knowledge_base, "Law on rivers", "river")
    target = Target.of_work(knowledge_base.document(law, by).work_id)
    said = Draft("What becomes of the fish?", "en")
    return knowledge_base.discussion.threads.open(by, target, "Fish", visibility, said).id


def test_a_discussion_is_followed_with_what_others_say_and_how_it_ends(
    knowledge_base: KnowledgeBase, service: Alerts, clock: Clock
) -> None:
    dara = join(knowledge_base, "dara@example.org", role=Role.CONTRIBUTOR)
    sok = join(knowledge_base, "sok@example.org", role=Role.CONTRIBUTOR)
    discussion = knowledge_base.discussion
    thread = discussed(knowledge_base, dara)
    clock.forward(hours=1)
    with pytest.raises(NotFound):
        service.follow(sok, Query(discussion="absent"))
    service.follow(sok, Query(discussion=thread))
    service.follow(dara, Query(discussion=thread))
    assert heard(knowledge_base, sok) == []  # what was there before is not new
    clock.forward(hours=1)
    (first,) = discussion.threads.contributions(dara, thread)
    discussion.contributions.edit(dara, first.id, "What becomes of all the fish?", 1)
    assert heard(knowledge_base, sok) == []
    said = [
        discussion.contributions.add(dara, thread, Draft(words, "en"), first.id)
        for words in ("Some say", "Others say")
    ]
    assert heard(knowledge_base, sok) == heard(knowledge_base, sok) == [("Fish", 2)]
    assert heard(knowledge_base, dara) == []
    clock.forward(hours=1)
    discussion.closings.close(dara, thread, Result.ANSWERED, "They swim.")
    assert heard(knowledge_base, sok) == [("Fish", 3)]
    assert service.news(sok, 1)[0].contribution_id == ""
    discussion.contributions.remove(dara, said[0].id)
    assert heard(knowledge_base, sok) == [("Fish", 2)]


def test_what_is_said_in_a_discussion_is_told_to_those_who_may_read_it_now(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    dara = join(knowledge_base, "dara@example.org", role=Role.CONTRIBUTOR)
    theirs = join(knowledge_base, "maly@example.org", "River Network")
    thread = discussed(knowledge_base, dara)
    own = discussed(knowledge_base, dara, Visibility.ORGANISATION)
    with pytest.raises(NotFound):
        service.follow(theirs, Query(discussion=own))
    for by in (member, theirs):
        service.follow(by, Query(discussion=thread))
    knowledge_base.discussion.contributions.add(dara, thread, Draft("And the eels?", "en"))
    assert heard(knowledge_base, member) == heard(knowledge_base, theirs) == [("Fish", 1)]
    (one,) = service.news(theirs, 50)
    assert one.public is None
    law = knowledge_base.discussion.targets.places(
        knowledge_base.discussion.threads.get(dara, thread).target, dara
    )[0].document_id
    Contributing(knowledge_base).share(knowledge_base.operator, law, Visibility.ORGANISATION)
    assert service.news(theirs, 50) == []
    assert len(service.news(member, 50)) == 1


def test_two_requests_at_once_follow_once(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    store = AlertStore(knowledge_base.database)
    barrier = Barrier(4)

    def follow(_: int) -> bool:
        barrier.wait()
        try:
            store.add(member.member_id, FOREST, "", Mail.OFF, 0)
        except InvalidInput:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(follow, range(4))) == 1
    assert len(service.all(member)) == 1


def test_two_acts_that_become_one_are_followed_once(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    laws = [publish(knowledge_base, title) for title in ("Forest law", "Law on forests")]
    for law in laws:
        service.follow(member, Query(act=knowledge_base.document(law, member).work_id))
    knowledge_base.link(laws)
    (alert,) = service.all(member)
    assert alert.query == Query(act=knowledge_base.document(laws[0], member).work_id)


@pytest.mark.parametrize("query", [Query(), Query("  "), Query(date_from=20200101)])
def test_what_matches_everything_is_refused(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience, query: Query
) -> None:
    with pytest.raises(InvalidInput) as refused:
        service.follow(member, query)
    assert refused.value.code == "matches-everything"
    with pytest.raises(InvalidInput):
        service.follow(member, Query("river"))  # all that there is


def test_alerts_are_their_members_own(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    mine = service.follow(member, FOREST, "for the campaign", Mail.DAILY)
    other = join(knowledge_base, "dara@example.org", role=Role.ADMIN)
    assert service.all(other) == []
    with pytest.raises(NotFound):
        service.change(other, mine.id, Mail.OFF, "")
    with pytest.raises(NotFound):
        service.unfollow(other, mine.id)
    for call in (service.all, service.new_feed, lambda by: service.follow(by, FOREST)):
        with pytest.raises(SignInNeeded):
            call(Audience.visitor())
    with pytest.raises(InvalidInput):
        service.follow(member, FOREST)  # followed already
    service.change(member, mine.id, Mail.OFF, "later")
    assert [(one.mail, one.note) for one in service.all(member)] == [(Mail.OFF, "later")]
    service.unfollow(member, mine.id)
    assert service.all(member) == []


def test_nobody_follows_without_end(service: Alerts, member: Audience) -> None:
    for number in range(MOST_ALERTS):
        service.follow(member, Query(f"word{number}"))
    with pytest.raises(InvalidInput) as refused:
        service.follow(member, FOREST)
    assert refused.value.code == "alerts-full"


def test_it_is_told_how_much_to_expect(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    for number in range(3):
        publish(knowledge_base, f"Forest {number}")
    assert service.expected(member, FOREST) == pytest.approx(3 / 30)


def test_a_feed_is_secret_renewed_and_switched_off(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    secret = service.new_feed(member)
    assert len(bytes.fromhex(secret)) == 16
    assert service.of_feed(secret) == member
    with knowledge_base.database.read() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM feeds").all()
    assert secret not in str(kept)
    renewed = service.new_feed(member)
    with pytest.raises(NotFound):
        service.of_feed(secret)
    knowledge_base.members.people.lock(knowledge_base.operator, member.member_id)
    with pytest.raises(NotFound):
        service.of_feed(renewed)
    knowledge_base.members.people.lock(knowledge_base.operator, member.member_id, locked=False)
    last = service.new_feed(member)
    service.switch_off_feed(member)
    with pytest.raises(NotFound):
        service.of_feed(last)


def test_a_token_that_stops_mails_is_for_one_member(
    knowledge_base: KnowledgeBase, service: Alerts, member: Audience
) -> None:
    token = service.stop_token(member.member_id)
    other = join(knowledge_base, "dara@example.org")
    signature = token.partition(".")[2]
    for forged in (f"{other.member_id}.{signature}", "", ".", f"{member.member_id}.x", "ក.ខ"):
        with pytest.raises(NotFound):
            service.stop_mail(forged)
    service.stop_mail(token)
    service.stop_mail(token)
    assert service.mail_stopped(member) == "asked"
    assert service.mail_stopped(other) is None
    service.start_mail(member)
    assert service.mail_stopped(member) is None
