"""What says something about a person: found, and removed before anything is kept or shown."""
