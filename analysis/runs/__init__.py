"""Pages of the engine's runs."""
