"""`geminivideo doctor`: what is there, what is missing, and how to mend it; a module per subject of its checks."""
