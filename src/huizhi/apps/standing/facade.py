"""What other rooms may ask of the list of abnormal operations."""

from huizhi.apps.standing.actions import ask, propose
from huizhi.apps.standing.queries import ListingCard, published_listing, published_listings

__all__ = ["ListingCard", "ask", "propose", "published_listing", "published_listings"]
