"""Draws every stretch from joint data: one geometry for pictures, vector files and the guide.

`moves` says how the joints lie, `body` solves them into a skeleton, `scene` turns a move at one
moment into plain shapes, and `raster` and `svg` draw shapes. `python -m deskbreak.figures`
writes the files in `icons/stretches` anew, the same each time.

Lengths are hundredths of the body's height, y points up, and the floor is y = 0. Directions are
degrees, 0 to the right and 90 up. Whoever is seen from the side faces right while upright.
"""
