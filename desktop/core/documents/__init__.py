"""Functions that turn values into files for people. They read no database."""
