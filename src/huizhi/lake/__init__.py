"""The lake: facts with two times in hash-bucketed Parquet, one atomic commit at a time, and the releases made of them.

Doors: `lake.protocol.Lake` (what an analytical table sees), `lake.store.LakeStore`, `lake.stage.Stage`,
`lake.release.Release`, `lake.engines` (connections, execution, compilation) and `lake.schemas` (the fact tables).
Nothing is imported here, so that reading a schema does not start an engine.
"""
