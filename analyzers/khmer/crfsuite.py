"""Reads a CRFsuite model as data.

Format: CRFsuite 0.12, `lib/crf/src/crf1d_model.c` (header, features) and `lib/cqdb/src/cqdb.c`
(dictionaries of labels and attributes). All integers are little-endian, 32 bits.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"lCRF"

_DAMAGED = "The word model is damaged: install khmer-nltk 1.6 anew."


class ModelError(RuntimeError):
    """The model file is missing or is not what the reader understands."""


@dataclass(frozen=True, slots=True)
class BinaryModel:
    """A linear-chain CRF with two labels, of which only differences matter.

    Attributes:
        attributes: Each attribute and its weight for the first label less that for the second;
            read from the file while it is iterated over.
        transitions: Weight of a step from one label to another; 0 where there is none.
    """

    attributes: Iterator[tuple[str, float]]
    transitions: dict[tuple[str, str], float]


def read(data: bytes, start: int, first: str, second: str) -> BinaryModel:
    """Read a model.

    Args:
        data: A file that holds a model.
        start: Where in the file it begins.
        first, second: The labels that the model must have.

    Returns:
        The model.

    Raises:
        ModelError: There is no model with these labels, or it is damaged.
    """
    try:
        magic, length, kind, _, _, _, _, features_at, labels_at, attributes_at, _, _ = (
            struct.unpack_from("<4sI4s9I", data, start)
        )
        if (magic, kind) != (MAGIC, b"FOMC"):
            raise ModelError("The word model is not a first-order CRFsuite model.")
        if start + length > len(data):
            raise ModelError(_DAMAGED)
        labels = list(_strings(data, start + labels_at))
        if set(labels) != {first, second}:
            raise ModelError(f"The word model has other labels than {first} and {second}.")
        weights = [0.0] * _header(data, start + attributes_at)[0]
        transitions = {(a, b): 0.0 for a in labels for b in labels}
        at = start + features_at
        _, size, _ = struct.unpack_from("<4s2I", data, at)
        for is_transition, source, target, weight in struct.iter_unpack(
            "<3Id", data[at + 12 : at + size]
        ):
            if is_transition:
                transitions[labels[source], labels[target]] = weight
            else:
                weights[source] += weight if labels[target] == first else -weight
    except (struct.error, IndexError) as error:
        raise ModelError(_DAMAGED) from error
    attributes = _strings(data, start + attributes_at)
    return BinaryModel(zip(attributes, weights, strict=True), transitions)


def _strings(data: bytes, at: int) -> Iterator[str]:
    """The strings of the dictionary (CQDB) at an offset, in the order of their numbers."""
    count, offsets_at = _header(data, at)
    try:
        for offset in struct.unpack_from(f"<{count}I", data, at + offsets_at):
            text_at = at + offset + 8  # after the number and the length; closed by a NUL
            yield data[text_at : data.index(0, text_at)].decode()
    except (struct.error, ValueError) as error:
        raise ModelError(_DAMAGED) from error


def _header(data: bytes, at: int) -> tuple[int, int]:
    """How many strings a dictionary has, and where, seen from it, their offsets stand."""
    magic, _, _, _, count, offsets_at = struct.unpack_from("<4s5I", data, at)
    if magic != b"CQDB":
        raise ModelError(_DAMAGED)
    return count, offsets_at
