"""Who keeps away and who stands in: recusal 回避 and delegation of deciding roles 委托代行."""
