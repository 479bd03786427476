"""Give the sample collection what its members say of it, and a dossier, for `make run`.

Discussions, positions, a proposal and the dossier are invented, as the acts and organisations
are, and say so. A knowledge base without the sample members, or with a discussion, is left alone.
"""

from __future__ import annotations

import datetime as dt

from kb.access import Audience
from kb.discussion.contributions import Draft
from kb.discussion.model import ContributionKind, Mandate, Result, Stance
from kb.discussion.targets import SectionKey, Target
from kb.dossiers.model import ItemKind
from kb.errors import NotFound
from kb.knowledge_base import KnowledgeBase
from kb.model import Document, SectionKind, Visibility
from kb.proposals.revising import Typed
from kb.settings import load_settings

ACT = "community-forestry-sub-decree.km.docx"
MINUTES = "community-forest-committee-minutes.km.txt"
NETWORK = Visibility.NETWORK
FOR, AGAINST, QUESTION = ContributionKind.FOR, ContributionKind.AGAINST, ContributionKind.QUESTION


def discuss_in_khmer(knowledge_base: KnowledgeBase, article: Target, decision: Target) -> None:
    """How long an agreement lasts: for, against, closed by a decision of the committee."""
    discussion = knowledge_base.discussion
    forest, river, editor = (
        member(knowledge_base, one) for one in ("forest-delegate", "river-contributor", "editor")
    )
    thread = discussion.threads.open(
        forest,
        article,
        "រយៈពេលកិច្ចព្រមព្រៀង ១៥ ឆ្នាំ គ្រប់គ្រាន់ឬទេ? (ការពិភាក្សាគំរូ)",
        NETWORK,
        Draft(
            "*ការពិភាក្សាគំរូ សម្រាប់បង្ហាញប៉ុណ្ណោះ។*\n\n"
            "មាត្រា ១២ កំណត់រយៈពេលកិច្ចព្រមព្រៀង ១៥ ឆ្នាំ។ តើរយៈពេលនេះគ្រប់គ្រាន់សម្រាប់សហគមន៍"
            "ដាំ និងថែទាំព្រៃឡើងវិញឬទេ? សូមប្រៀបធៀបជាមួយមាត្រា ២៦ ច្បាប់ភូមិបាល។",
            "km",
            QUESTION,
        ),
    )
    (asked,) = discussion.threads.contributions(forest, thread.id)
    discussion.contributions.add(
        river,
        thread.id,
        Draft(
            "យើងយល់ស្របនឹងរយៈពេល **១៥ ឆ្នាំ** ព្រោះសហគមន៍អាចពិនិត្យផែនការរបស់ខ្លួនឡើងវិញនៅពេលបន្តកិច្ចព្រមព្រៀង។",
            "km",
            FOR,
        ),
    )
    discussion.contributions.add(
        editor,
        thread.id,
        Draft(
            "១៥ ឆ្នាំខ្លីពេក៖\n\n- ដើមឈើមានតម្លៃត្រូវការពេលលើសពី ២០ ឆ្នាំ\n"
            "- ការបន្តត្រូវដាក់ពាក្យសុំមួយឆ្នាំមុន ដែលសហគមន៍ច្រើនមិនទាន់ដឹង",
            "km",
            AGAINST,
        ),
    )
    discussion.contributions.add(
        river,
        thread.id,
        Draft("សហគមន៍នៅភូមិគំរូ ក កំពុងរៀបចំពាក្យសុំបន្តហើយ។", "km"),
        reply_to=asked.id,
    )
    discussion.closings.close(
        forest,
        thread.id,
        Result.AGREED,
        "អង្គការទាំងពីរយល់ស្របគាំទ្ររយៈពេល ១៥ ឆ្នាំ ហើយស្នើឲ្យរដ្ឋបាលព្រៃឈើជូនដំណឹងដល់សហគមន៍ជាមុនអំពីកាលកំណត់ដាក់ពាក្យសុំបន្ត។",
        decision,
        dt.date.today() + dt.timedelta(days=365),
    )


def discuss_in_english(knowledge_base: KnowledgeBase, article: Target) -> None:
    """How long a map is posted: still open."""
    discussion = knowledge_base.discussion
    river, forest = (
        member(knowledge_base, one) for one in ("river-contributor", "forest-delegate")
    )
    thread = discussion.threads.open(
        river,
        article,
        "Are thirty days enough to object? (illustrative)",
        NETWORK,
        Draft(
            "*Illustrative discussion.*\n\nArticle 10 posts the map and the draft agreement for "
            "thirty days. In the rainy season many families are away from the village. How does "
            "this fit with art. 25 land law?",
            "en",
            QUESTION,
        ),
    )
    (asked,) = discussion.threads.contributions(river, thread.id)
    discussion.contributions.add(
        forest,
        thread.id,
        Draft("យើងស្នើ ៦០ ថ្ងៃ ដើម្បីឲ្យគ្រួសារទាំងអស់មានពេលពិនិត្យផែនទី។", "km", AGAINST),
    )
    discussion.contributions.add(
        forest,
        thread.id,
        Draft("In our villages the map was also read aloud at the pagoda.", "en"),
        reply_to=asked.id,
    )


def state_positions(knowledge_base: KnowledgeBase, *articles: Target) -> None:
    """Two organisations on two articles."""
    longer, posting = articles
    day = dt.date(2025, 1, 23)
    for login, target, stance, reason in (
        ("forest-delegate", longer, Stance.SUPPORT, ""),
        (
            "forest-delegate",
            posting,
            Stance.SUPPORT_WITH_CHANGES,
            "រយៈពេលបិទផ្សាយគួរមាន ៦០ ថ្ងៃ។ (ជំហរគំរូ)",
        ),
        (
            "river-delegate",
            posting,
            Stance.CONCERN,
            "Families who fish away from home cannot object in time. (illustrative)",
        ),
    ):
        knowledge_base.discussion.positions.state(
            member(knowledge_base, login),
            target,
            stance,
            reason,
            NETWORK,
            Mandate("ក្រុមប្រឹក្សាភិបាល / Board", day),
        )


def propose(knowledge_base: KnowledgeBase, article: Target) -> None:
    """Sixty days in the place of thirty, in the languages that the collection has it in."""
    service = knowledge_base.proposals
    forest, river = (member(knowledge_base, one) for one in ("forest-delegate", "river-delegate"))
    bases = service.bases(forest, article)
    texts = {
        base.lang: base.text.replace("សាមសិប (៣០) ថ្ងៃ", "ហុកសិប (៦០) ថ្ងៃ").replace(
            "thirty (30) days", "sixty (60) days"
        )
        for base in bases
    }
    explanation = (
        "*សំណើគំរូ សម្រាប់បង្ហាញប៉ុណ្ណោះ។*\n\nនៅរដូវវស្សា គ្រួសារជាច្រើនមិននៅភូមិទេ។ "
        "រយៈពេល ៦០ ថ្ងៃ ទុកពេលឲ្យពួកគេពិនិត្យផែនទី និងដាក់ពាក្យតវ៉ា។"
    )
    typed = Typed(texts, {base.lang: base.sha256 for base in bases}, explanation)
    made = service.draft(forest, article, typed, NETWORK)
    service.open(forest, made.id, made.version)
    service.endorse(river, made.id, made.revision.number)


def put_together(
    knowledge_base: KnowledgeBase, act: Document, posting: Target, decision: Target
) -> None:
    """What an organisation takes to a hearing: the law, what was said of it, and a demand."""
    forest = member(knowledge_base, "forest-delegate")
    discussion, service = knowledge_base.discussion, knowledge_base.dossiers
    made = service.make(
        forest,
        "រយៈពេលបិទផ្សាយផែនទីព្រៃសហគមន៍ / Posting of community forest maps (គំរូ / illustrative)",
        """សំណុំឯកសារគំរូសម្រាប់កិច្ចប្រជុំពិគ្រោះយោបល់អំពីមាត្រា ១០។
An illustrative dossier for a consultation on article 10.""",
    ).id
    (article,) = (
        place.section_id
        for place in discussion.targets.places(posting, forest)
        if place.document_id == act.id
    )
    (agreed,) = (place.section_id for place in discussion.targets.places(decision, forest))
    (thread,) = discussion.threads.about(forest, posting)
    (proposal,) = knowledge_base.proposals.on(forest, posting)
    for kind, target, note in (
        (ItemKind.HEADING, "", "១. អ្វីដែលច្បាប់ចែង / What the law says"),
        (
            ItemKind.SECTION,
            article,
            "ផែនទី និងសេចក្ដីព្រាងកិច្ចព្រមព្រៀងត្រូវបិទផ្សាយតែសាមសិបថ្ងៃ។",
        ),
        (ItemKind.HEADING, "", "២. អ្វីដែលបណ្ដាញពិភាក្សា / What the network said"),
        (ItemKind.DISCUSSION, thread.id, "Many families are away in the rainy season."),
        (ItemKind.SECTION, agreed, "សេចក្ដីសម្រេចរបស់គណៈកម្មការសហគមន៍។"),
        (ItemKind.HEADING, "", "៣. អ្វីដែលយើងស្នើ / What we ask for"),
        (ItemKind.PROPOSAL, proposal.id, "ហុកសិបថ្ងៃ ជំនួសសាមសិបថ្ងៃ។"),
        (
            ItemKind.NOTE,
            "",
            """យើងស្នើឲ្យរដ្ឋបាលព្រៃឈើពិនិត្យសំណើនេះ មុនបើកការចុះបញ្ជីលើកក្រោយ។
We ask the Forestry Administration to consider this before the next registration.""",
        ),
    ):
        service.add(forest, made, kind, target or "", note)
    service.share(forest, made, NETWORK)


def member(knowledge_base: KnowledgeBase, login: str) -> Audience:
    """Give a sample member."""
    members = knowledge_base.members
    return members.audience(members.people.signing_in_with(login).id)


def main() -> None:
    """Make them in the data folder that `KB_DATA` names, if it has no discussion."""
    with KnowledgeBase.open(load_settings()) as knowledge_base:
        operator = knowledge_base.operator
        documents: dict[str, Document] = {
            one.source.filename: one for one in knowledge_base.store.documents(operator)
        }
        try:
            member(knowledge_base, "forest-delegate")
        except NotFound:
            return
        if not {ACT, MINUTES} <= set(documents):
            return
        if knowledge_base.discussion.threads.latest(operator, limit=1):
            return
        act, minutes = documents[ACT].work_id, documents[MINUTES].work_id
        longer = Target.of_work(act, SectionKey(SectionKind.ARTICLE, "12"))
        posting = Target.of_work(act, SectionKey(SectionKind.ARTICLE, "10"))
        decision = Target.of_work(minutes, SectionKey(SectionKind.DECISION, "1"))
        discuss_in_khmer(knowledge_base, longer, decision)
        discuss_in_english(knowledge_base, posting)
        state_positions(knowledge_base, longer, posting)
        propose(knowledge_base, posting)
        put_together(knowledge_base, documents[ACT], posting, decision)


if __name__ == "__main__":
    main()
