"""The background work of a knowledge base, by any number of processes: see `work`."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable

from kb.alerts.digests import Digests
from kb.errors import Unavailable
from kb.following import follow
from kb.intake import OCR_JOB
from kb.knowledge_base import KnowledgeBase
from kb.recognition import Recognition
from kb.store.workers import worker_name
from kb.uploads import UPLOAD_JOB, Uploads

_LOOK_EVERY_SECONDS = 1.0
_LEARN_EVERY_SECONDS = 60.0
_TELL_EVERY_SECONDS = 60.0
_TRY_AGAIN_SECONDS = 30.0
_STOP_WITHIN_SECONDS = 5.0
_log = logging.getLogger(__name__)


def work(knowledge_base: KnowledgeBase, stop: threading.Event) -> None:
    """Follow the store with the index, do its jobs and learn from it, until told to stop.

    What is not done a few seconds later is given back, and goes on where it was elsewhere.
    """
    uploads, recognition = Uploads(knowledge_base), Recognition(knowledge_base)
    waits = knowledge_base.jobs.waits
    with contextlib.suppress(Unavailable):  # the OCR program may not be installed yet
        recognition.queue()

    def take_uploads() -> None:
        if waits(UPLOAD_JOB):
            uploads.run(stop)

    def recognise() -> None:
        if waits(OCR_JOB):
            recognition.run(lambda outcome: None, stop=stop)

    def tell() -> None:
        knowledge_base.alerts.watch.catch_up()
        if knowledge_base.settings.smtp.host:
            Digests(knowledge_base).run()

    threads = [
        threading.Thread(target=target, args=arguments, daemon=True)
        for target, arguments in (
            (follow, (knowledge_base, stop)),
            (_repeat, (take_uploads, stop)),
            (_repeat, (recognise, stop)),
            (_repeat, (knowledge_base.learner.catch_up, stop, _LEARN_EVERY_SECONDS)),
            (_repeat, (tell, stop, _TELL_EVERY_SECONDS)),
        )
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    end = time.monotonic() + _STOP_WITHIN_SECONDS
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    knowledge_base.jobs.release(worker_name())


def _repeat(
    task: Callable[[], None], stop: threading.Event, every: float = _LOOK_EVERY_SECONDS
) -> None:
    """Do a task again and again, so many seconds after its end; after a failure later."""
    pause = every
    while not stop.wait(pause):
        pause = every
        try:
            task()
        except Unavailable as error:  # the OCR program, say, until it is installed
            _log.warning("Work has to wait: %s", error)
            pause = _TRY_AGAIN_SECONDS
        except Exception:
            _log.exception("Work failed")  # one bad moment must not end it
            pause = _TRY_AGAIN_SECONDS
