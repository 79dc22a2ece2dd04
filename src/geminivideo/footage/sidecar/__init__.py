"""An analysis as a document that a person reads and corrects, and what becomes of the corrections."""
