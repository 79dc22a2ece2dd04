"""What the container is made of."""
