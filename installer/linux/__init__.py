"""The Debian package: the program frozen with all it needs."""
