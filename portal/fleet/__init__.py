"""A fleet: what the devices of somebody meet on the way to a version, from their own answers."""
