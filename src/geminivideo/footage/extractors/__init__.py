"""What is measured on pictures. Each module holds one measurement; none knows of scenes."""
