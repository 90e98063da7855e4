"""Incidents 网格事件: reported by grid workers, triaged by the dispatcher."""
