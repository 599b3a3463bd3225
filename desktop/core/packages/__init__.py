"""Packages: signed, encrypted files that units hand each other on a stick (gói dữ liệu, .sott).

`writer` turns values into the bytes of a package, `reader` turns bytes back into values or refuses
them with a named reason. Import it where it is used: its libraries take a while to load.
"""
