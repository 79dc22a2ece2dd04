"""Music made by the program itself: written as notes by rule and chance, then played by computed instruments."""
