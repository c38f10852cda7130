"""From authored Turtle to the data set: read, date, derive, count, name by content."""
