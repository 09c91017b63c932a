"""What other rooms may ask of penalty cases."""

from huizhi.apps.cases.actions import take_source

__all__ = ["take_source"]
