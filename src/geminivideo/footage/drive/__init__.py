"""Files in Google Drive: links to them, who reads them, and their bytes."""
