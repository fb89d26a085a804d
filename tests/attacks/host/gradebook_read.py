"""Reads everybody's marks, and the hidden cells, in the gradebook."""

# cell: saliency_map
import sqlite3
from glob import glob

for path in ("@COURSE@/gradebook.db", *glob("../../*/gradebook.db"), *glob("../../../gradebook.db")):
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as book:
            reached(book.execute("select count(*) from grade").fetchone())
            print(book.execute("select * from student").fetchall())
    except sqlite3.Error:
        pass
