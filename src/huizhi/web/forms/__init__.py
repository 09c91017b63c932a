"""What the pages of this room accept from citizens."""
