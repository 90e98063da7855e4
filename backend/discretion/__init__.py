"""Discretion 自由裁量: tables as data, the percentage method, the no-penalty list, weighings."""

from backend.discretion.models import DiscretionTable, NoPenaltyItem, Weighing
from backend.discretion.queries import (
    WeighingOfCase,
    find_item,
    find_table_at,
    find_weighing,
    get_table,
    list_items_at,
    list_weighings,
    weighed_part,
)
from backend.discretion.rules import Range, Reach, Table
from backend.discretion.schemas import NoPenaltyItemSchema, TableSchema, WeighingSchema, table_view
from backend.discretion.service import Amounts, keep_no_penalty, keep_weighing

__all__ = [
    "Amounts",
    "DiscretionTable",
    "NoPenaltyItem",
    "NoPenaltyItemSchema",
    "Range",
    "Reach",
    "Table",
    "TableSchema",
    "Weighing",
    "WeighingOfCase",
    "WeighingSchema",
    "find_item",
    "find_table_at",
    "find_weighing",
    "get_table",
    "keep_no_penalty",
    "keep_weighing",
    "list_items_at",
    "list_weighings",
    "table_view",
    "weighed_part",
]
