"""Program and site apart."""
