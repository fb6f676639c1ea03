"""The numbers that Heard shows about itself, for anyone to run again."""
