"""Pages for coding blind beside a colleague: samples, agreement, disagreements."""
