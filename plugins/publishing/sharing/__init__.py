"""Several people's clones of one website: what lies only here, what others published, how both become one, and what of it visitors see."""
