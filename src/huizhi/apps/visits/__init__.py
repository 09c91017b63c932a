"""Inspection visits on a phone: tasks, checklists, findings, evidence, signatures, and what follows from them."""
