"""What the site keeps of people without an account: unfinished forms, sealed and for hours; tallies of tries."""
