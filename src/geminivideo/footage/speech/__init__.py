"""What is said in footage: where somebody speaks, which words, and where it is quiet enough to cut."""
