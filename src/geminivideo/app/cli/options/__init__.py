"""What commands are asked with: groups of options, and what they mean in the words of the API."""
