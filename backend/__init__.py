"""Xunzheng 巡证: field enforcement and evidence for an ecology and environment bureau."""
