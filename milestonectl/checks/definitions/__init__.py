"""MC2xx: what a process says must make sense."""
