"""Words that say nothing about the subject of a query, folded, and their stems.

`QUESTION_WORDS` ask; `STOPWORDS` join. A query drops both where it ranks by words, and keeps them
where it looks for the exact phrase. Only words that carry no subject in laws and minutes stand
here; negations that change a rule (មិន, "without") are not among them.
"""

from __future__ import annotations

from analyzers.folding import fold_text


def _forms(words: str) -> frozenset[str]:
    return frozenset(map(fold_text, words.split()))


QUESTION_WORDS: dict[str, frozenset[str]] = {
    "km": _forms(
        "តើ អ្វី អ្វីខ្លះ ដូចម្តេច ដូចម្តេចខ្លះ យ៉ាងណា យ៉ាងដូចម្តេច យ៉ាងម៉េច ម៉េច ហេតុអ្វី ណា ណាខ្លះ "
        "អ្នកណា នរណា ឯណា ប៉ុន្មាន ទេ ឬទេ ឬអត់ អត់ ឬនៅ ដែរឬទេ មែនទេ បានទេ"
    ),
    "th": _forms("อะไร ใคร ที่ไหน เมื่อไร เมื่อไหร่ ทำไม อย่างไร ไหม หรือไม่ กี่ เท่าไร เท่าไหร่"),
    "lo": _forms("ຫຍັງ ໃຜ ໃສ ຢູ່ໃສ ເມື່ອໃດ ເປັນຫຍັງ ແນວໃດ ບໍ ຈັກ ເທົ່າໃດ"),
    "vi": _forms("gì ai đâu nào sao thế bao"),
    "en": _forms(
        "what which who whom whose when where why whi how much many mani does doe do did can could "
        "may should must is are was were will would need"
    ),
    "fr": _forms("quel quelle quels quelles qui quoi quand où pourquoi comment combien"),
}
"""By language (BCP 47)."""

STOPWORDS: dict[str, frozenset[str]] = {
    "km": _forms(
        "ខ្ញុំ យើង គេ គាត់ វា នៃ និង ឬ ហើយ ហើយនិង ដែល ដោយ ក្នុង នៅ នៅក្នុង លើ នៅលើ ពី អំពី ចំពោះ "
        "សម្រាប់ ដើម្បី ជា នេះ នោះ ទៅ មក នឹង បាន ត្រូវ ត្រូវបាន អាច ក៏ ដែរ តាម ទាំង ទាំងអស់ រួច វិញ ចេញ "
        "កំពុង ជាមួយ ដល់ ជាង ឱ្យ បើ ប្រសិនបើ ភ្លាម ៗ របស់ ស្តីពី នូវ គឺ មាន ខាង បទ"
    ),
    "th": _forms("และ หรือ ที่ ซึ่ง ของ ใน เป็น ให้ ได้ มี การ จะ ต้อง ตาม โดย ว่า กับ แก่ จาก"),
    "lo": _forms("ແລະ ຫຼື ທີ່ ຊຶ່ງ ຂອງ ໃນ ເປັນ ໃຫ້ ໄດ້ ມີ ການ ຈະ ຕ້ອງ ຕາມ ໂດຍ ວ່າ ກັບ ແກ່ ຈາກ"),
    "vi": _forms("và hoặc của ở trong là có được cho các những với từ theo này đó tại về"),
    "en": _forms(
        "a an the of in on at to for from by with and or as be been it its this that these those i "
        "my me you your we our they their there he she his her if not under any ani "
        "about such other also each"
    ),
    "fr": _forms(
        "le la les l un une des de du d et ou à au aux en dans dan par pour sur avec ce cette cet "
        "ces est"
    ),
}
"""By language (BCP 47)."""
