"""What can go wrong with saved filters."""

from backend.kernel.errors import Conflict


class FilterNameTaken(Conflict):
    """The person already has a filter of this name on the page."""

    code = "filter_name_taken"
    title = "同名的筛选已经存在"
