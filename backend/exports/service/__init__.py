"""Changes of exports: asking, planning, packing."""
