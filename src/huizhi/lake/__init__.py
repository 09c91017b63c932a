"""Facts with two times: layout, schemas, snapshots, as-of, engines."""
