"""OParl 1.1-shaped files: what the pages say, as objects of the standard. A static set, not a server: it knows no filters."""
