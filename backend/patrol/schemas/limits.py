"""Limits the wire shapes of patrols share."""

from marshmallow import validate

LON = validate.Range(-180, 180)
LAT = validate.Range(-90, 90)
ACCURACY = validate.Range(0, 100_000)
MAX_STOPS = 100
