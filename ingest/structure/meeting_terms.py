"""The words with which minutes name their parts, in Khmer, English, Thai, Vietnamese and French.

A name counts as a whole, without its number and colon; where it is given in two languages
("សេចក្តីសម្រេច / Decisions") one of them is enough.
"""

from __future__ import annotations

import re

NUMBER = r"(?:\d{1,2}(?:\.\d{1,2})?|[០-៩]{1,2}|(?-i:[IVX]{1,4}))"
"""Of an item, as numbered by hand."""

_NAME_NUMBER = re.compile(rf"{NUMBER}\s*[.)៖:–-]?\s+", re.IGNORECASE)
_LANGUAGES = re.compile(r"\s*[/|]\s*")


class Term:
    """The names of one part of minutes.

    Args:
        words: Regular expressions, one a language or more.
    """

    def __init__(self, *words: str) -> None:
        self.pattern = "|".join(words)
        self._words = re.compile(self.pattern, re.IGNORECASE)
        self._start = re.compile(rf"(?:the\s+)?(?:{self.pattern})(?!\w)", re.IGNORECASE)
        self._field = re.compile(
            rf"(?:{self.pattern})(?:\s*/\s*(?:{self.pattern}))*\s*[:៖]\s*(?P<value>.*)",
            re.IGNORECASE | re.DOTALL,
        )

    def names(self, text: str) -> bool:
        """Whether a heading or the head of a column is one of the names."""
        text = text.strip(" :៖.*")
        if number := _NAME_NUMBER.match(text):
            text = text[number.end() :]
        return any(self._words.fullmatch(name) for name in _LANGUAGES.split(text))

    def begins(self, text: str) -> bool:
        """Whether a line or sentence begins with one of the names."""
        return self._start.match(text) is not None

    def value(self, text: str) -> str | None:
        """What stands behind "Name:" at the start of a line; None if the line has another start."""
        match = self._field.match(text)
        return match["value"].strip() if match else None


DATE = Term(
    "(?:meeting )?date(?: of (?:the )?(?:meeting|call))?(?: and time)?|when|held on",
    "កាលបរិច្ឆេទ(?:ប្រជុំ)?|ថ្ងៃ(?:ខែឆ្នាំ)?(?:ប្រជុំ)?|ពេលវេលា(?:ប្រជុំ)?",
    "วันที่(?:ประชุม)?|ngày(?: họp)?|date de la réunion",
)
PLACE = Term(
    "(?:meeting )?(?:place|venue|location)(?: of (?:the )?meeting)?|where",
    "(?:ទីកន្លែង|ទីតាំង|កន្លែង)(?:ប្រជុំ|កិច្ចប្រជុំ)?",
    "สถานที่(?:ประชุม)?|địa điểm|lieu",
)
CHAIR = Term(
    "chair(?:person|man|woman|ed by)?|(?:led|moderated|facilitated|presided) by|moderator|"
    "facilitator|presid(?:ent|ing)",
    "ប្រធាន(?:អង្គប្រជុំ|កិច្ចប្រជុំ)?|អធិបតី(?:ភាព)?|(?:ដឹកនាំ|សម្របសម្រួល)(?:ប្រជុំ)?ដោយ|"
    "អ្នក(?:ដឹកនាំ|សម្របសម្រួល)(?:ប្រជុំ|កិច្ចប្រជុំ)?",
    "ประธาน(?:ที่ประชุม)?|chủ trì|présidence",
)
PARTICIPANTS = Term(
    "(?:list of )?(?:participants?|attend(?:ees|ance)|members)(?: present)?|(?:also )?present|"
    "organi[sz]ations (?:present|attending)|on the call|who (?:came|was there)",
    "(?:បញ្ជី(?:ឈ្មោះ)?)?(?:អ្នក|សមាសភាព)(?:អ្នក)?(?:ចូលរួម|អង្គប្រជុំ)(?:ប្រជុំ)?|សមាសភាព|វត្តមាន|អង្គការចូលរួម",
    "ผู้เข้าร่วม(?:ประชุม)?|ผู้มาประชุม|thành phần(?: tham dự)?|présents?|participants",
)
AGENDA = Term("agenda|របៀបវារៈ(?:ប្រជុំ)?|ระเบียบวาระ(?:การประชุม)?|chương trình|ordre du jour")
NEXT_MEETING = Term(
    "(?:date of )?(?:the )?next (?:meeting|call)(?: date)?|follow-?up meeting",
    "(?:ការ|កិច្ច)?ប្រជុំ(?:លើកក្រោយ|បន្ទាប់|លើកបន្ទាប់|ក្រោយ)",
    "การประชุมครั้ง(?:ต่อไป|หน้า)|cuộc họp tiếp theo|prochaine réunion",
)
DECISIONS = Term(
    "(?:summary of |key |main )?(?:decisions?|resolutions|agreements|conclusions)"
    "(?: taken| made| reached)?|what (?:we|was|the meeting) (?:have )?(?:agreed|decided)|"
    "(?:we )?(?:agreed|decided)(?: points)?",
    "(?:ចំណុច)?សេចក្[តដ]ីសម្រេច(?:ចិត្ត)?(?:របស់អង្គប្រជុំ)?|(?:ចំណុច|ការ|មតិ|លទ្ធផល)(?:ដែល)?(?:បាន)?(?:សម្រេច|ឯកភាព)|"
    "អ្វីដែល(?:យើង)?(?:បាន)?(?:ឯកភាព|សម្រេច)|សេចក្[តដ]ីសន្និដ្ឋាន",
    "มติ(?:ที่ประชุม)?|ມະຕິ|quyết định|kết luận|décisions?",
)
ACTIONS = Term(
    "(?:agreed |summary of |follow[ -]?up )?actions?(?: points?| items?| plan| list| table)?|"
    "(?:agreed )?next steps|follow[ -]?up|to[ -]?do(?: list)?|tasks|who does what",
    "(?:ផែនការ|តារាង)?(?:សកម្មភាព|ការងារ|កិច្ចការ)(?:ត្រូវ(?:អនុវត្ត|ធ្វើ))?(?:បន្ត|បន្ទាប់)?|ជំហានបន្ទាប់|វិធានការបន្ត",
    "สิ่งที่ต้องดำเนินการ|công việc|à faire",
)
ITEM = Term(
    "(?:agenda )?(?:items?|topics?)|agenda|issues?|subject",
    "របៀបវារៈ|ប្រធានបទ|ចំណុច(?:ពិភាក្សា)?|បញ្ហា|วาระ",
)
WHAT = Term(
    "(?:agreed )?actions?(?: points?| items?)?|tasks?|what|activit(?:y|ies)|to do",
    "សកម្មភាព(?:ត្រូវអនុវត្ត)?|កិច្ចការ|ការងារ(?:ត្រូវអនុវត្ត|ត្រូវធ្វើ)?",
    "กิจกรรม|การดำเนินการ|công việc",
)
WHO = Term(
    "(?:person |people |organi[sz]ation )?(?:responsible|in charge)"
    "(?: person| party| organi[sz]ation)?|responsibility|who|owner|lead|by whom|assigned to",
    "(?:អ្នក|អង្គភាព|អង្គការ|ភាគី)?(?:ទទួលខុសត្រូវ|ទទួលបន្ទុក|អនុវត្ត)(?:ដោយ)?|នរណា",
    "ผู้รับผิดชอบ|phụ trách|responsables?",
)
WHEN = Term(
    "(?:the )?deadline|due(?: date| by)?|by when|when|time ?(?:line|frame)|target date|by",
    "កាល(?:កំណត់|បរិច្ឆេទ)|(?:ពេល|រយៈពេល|កំណត់ពេល)(?:វេលា)?|ថ្ងៃ(?:ផុត)?កំណត់|ឱសានវាទ|ថ្ងៃបញ្ចប់",
    "กำหนด(?:เวลา|เสร็จ)?|thời hạn|échéance",
)
NAME = Term("(?:full )?names?|participants?|នាម(?:និងគោត្តនាម)?|(?:គោត្តនាម និង)?ឈ្មោះ|ชื่อ|họ tên|nom")
ORGANISATION = Term(
    "organi[sz]ations?(?: or community)?|ngos?|institutions?|from|affiliation",
    "(?:ឈ្មោះ)?(?:អង្គការ|អង្គភាព|ស្ថាប័ន|មកពី)(?:ឬសហគមន៍)?",
    "หน่วยงาน|องค์กร|đơn vị|organisme",
)
ROLE = Term("role|position|title|function|តួនាទី|មុខងារ|ตำแหน่ง|chức vụ|fonction")
