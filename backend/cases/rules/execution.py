"""Counting a surcharge 加处罚款 and the months in which a court is asked."""

from datetime import date


def surcharge_fen(
    fine_fen: int, due_on: date, up_to: date, percent_a_day: int, cap_percent: int
) -> int:
    """Return what has been added by the end of a day after the fine was due, in fen (处罚法
    第七十二条: three per cent a day, never more than the fine itself).
    """
    days = max(0, (up_to - due_on).days)
    return min(fine_fen * cap_percent, fine_fen * percent_a_day * days) // 100


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day (民法典 第二百零二条)."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise ValueError(f"no day {months} months after {day}")


def months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, or that month's last day."""
    return months_after(day, -months)


def court_window(served_on: date, suit_months: int, court_months: int) -> tuple[date, date]:
    """Return the first and the last day on which the court may be asked: three months from the
    end of the time to sue (行政强制法 第五十三条).
    """
    suit_ends = months_after(served_on, suit_months)
    return suit_ends, months_after(suit_ends, court_months)
