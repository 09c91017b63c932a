"""The list of abnormal operations: proposed, decided, published, removed."""
