"""One file for each page of the window; pages do not know each other."""
