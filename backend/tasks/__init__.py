"""Recheck tasks 复查任务: somebody in the grid is asked to look at a thing again."""

from backend.tasks.service import Subject, give_task

__all__ = ["Subject", "give_task"]
