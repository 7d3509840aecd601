"""Publishing: a push is checked, built, staged as a release and made public; back again at any time."""
