"""Penalty cases: from a clue that is handed over to the decision whether a case is filed."""
