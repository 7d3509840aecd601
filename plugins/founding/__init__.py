"""Program and site apart: the program as a package, and a group's own site begun with it, renewed with it, moved over to it."""
