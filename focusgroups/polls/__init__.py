"""Finding a time that suits: polls by link, and what members see of them."""
