"""The setup's whole life under wine: install, work, upgrade, update, remove. Not a real PC."""
