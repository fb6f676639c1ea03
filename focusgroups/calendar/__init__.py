"""Calendar files and private calendars."""
