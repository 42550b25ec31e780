"""What a face of the body's mesh, or of what is worn on it, belongs to."""

from enum import IntEnum


class Part(IntEnum):
    """Parts of the body, then of what is worn."""

    FACE = 0
    SCALP = 1
    EAR = 2
    NECK = 3
    TORSO = 4
    ARM = 5
    FOREARM = 6
    HAND = 7
    FINGERS = 8
    THIGH = 9
    SHIN = 10
    FOOT = 11
    EYE = 12
    BROW = 13
    HAIR = 14
    BEARD = 15
    GLASSES = 16
    SHOE = 17
    SOCK = 18
