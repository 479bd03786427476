"""OCR of the pages whose text layer was not good enough: the last rung of the ladder."""

from ingest.ocr.engine import OcrEngine, TesseractEngine, Word
from ingest.ocr.recognition import RecognitionCache, recognise_image, recognise_pages

__all__ = [
    "OcrEngine",
    "RecognitionCache",
    "TesseractEngine",
    "Word",
    "recognise_image",
    "recognise_pages",
]
