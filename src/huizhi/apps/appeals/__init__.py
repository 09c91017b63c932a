"""Appeals of businesses about their own records: this is not mine, this is wrong, this is repaired."""
