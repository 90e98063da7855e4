"""What of a site file people in the field may correct."""

NOTE_FIELDS: dict[str, int] = {
    "contact_name": 60,
    "contact_phone": 30,
    "access_note": 500,
    "field_note": 2000,
}
"""Each with its greatest length: 现场联系人、联系电话、进场说明、现场备注."""

EMPTY_NOTES: dict[str, str] = dict.fromkeys(NOTE_FIELDS, "")
