"""A file becomes a `kb.model.ParsedDocument`: extracted, structured into sections, described.

`ingest.pipeline.parse_bytes` does it in this process; `ingest.worker.WorkerPool` does it in
processes without network, without sight of other files, and with limits on memory and time.
"""
