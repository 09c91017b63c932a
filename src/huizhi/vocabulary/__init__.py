"""Value objects every room speaks. Standard library only."""
