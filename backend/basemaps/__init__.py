"""Base maps 离线底图: archives of vector tiles that maps draw under what is ours."""
