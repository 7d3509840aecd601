"""What there is of a place, a topic, a committee, a person."""
