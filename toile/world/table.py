"""Column numbers of the tables that geometry and rays share. See `toile.world.distance`."""

STATIONS = 12  # sections along a loft

# A row of `lofts`.
ORIGIN = 0  # x, y, z
AXIS = 3  # unit vector, from start to end
SIDE = 6  # unit vector, the direction of the section's width
FRONT = 9  # unit vector, the direction of the section's front
LENGTH = 12
CAP = 13  # roundness of the start and of the end
BLEND = 15  # width of the smooth union with the lofts before it in its surface
BLEND_REACH = 16  # along the axis, where the smooth union has faded away; 0: it does not fade
BOUND = 17  # no point of the loft is farther from the axis
FOLDS = 18  # waves round the circumference; 0: none
FOLD_DEPTH = 19  # as a share of the radius, at the end
FOLD_PHASE = 20
FOLD_FROM = 21  # as a share of the length
OPEN = 22  # 0 closed, 1 open at the end, -1 at the start, 2 at both
REFERENCE = 23  # the loft whose coordinates a hit is given in
COVERED = 24  # 1: skin that cloth near it hides, 2: cloth that cloth over it hides
TABLE = 25  # STATIONS times: half width, front depth, back depth, offset to the front
LOFT_ROW = TABLE + 4 * STATIONS

# A row of `surfaces`.
FIRST = 0  # loft numbers, the last one exclusive
LAST = 1
THICKNESS = 2  # of a shell; 0: solid
BALL = 3  # centre x, y, z and radius of a ball round it all
FRAME = 7  # origin, side, up, front of the frame that the cuts are given in
NECK_TOP = 19
NECK_WIDTH = 20  # half; 0: no neckline
NECK_FRONT = 21  # depth below the top
NECK_BACK = 22
NECK_POWER = 23  # 1 a V, 2 an ellipse, more a square
NECK_SPLIT = 24  # where front becomes back
ARMHOLE_X = 25  # centre; 0: no armhole
ARMHOLE_Y = 26
ARMHOLE_RX = 27
ARMHOLE_RY = 28
SURFACE_ROW = 29

# What a ray reports.
SURFACE = 0  # -1: nothing hit
LOFT = 1
DEPTH = 2  # metres along the camera's axis
NORMAL = 3
LOCAL = 6  # along side, axis, front of the reference loft
INSIDE = 9  # 1 on the inner side of a shell
TO_END = 10  # metres to the open end of its loft
TO_NECK = 11  # metres to the neckline
TO_CUT = 12  # metres to the neckline or an armhole
HIT = 13
