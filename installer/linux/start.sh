#!/bin/sh
# Starts Sổ Truyền Thông with its own Python; the user's Python settings play no part.
home=/opt/so-truyen-thong
unset PYTHONPATH PYTHONSTARTUP PYTHONUSERBASE
PYTHONHOME="$home" PYTHONNOUSERSITE=1 exec "$home/python" -B -X utf8 \
    -c 'import sys; sys.path.insert(0, "/opt/so-truyen-thong/app"); from desktop.__main__ import main; sys.exit(main())' "$@"
