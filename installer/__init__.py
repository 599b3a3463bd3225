"""Builds what an officer installs: the Windows setup, the Linux package, a release.

Runs on a Debian machine only and is not part of the program: nothing in desktop or db imports it.
"""
