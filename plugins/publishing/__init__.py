"""Publishing: a push is checked, built, staged as a release and made public; or what changed is sent to a webspace."""
