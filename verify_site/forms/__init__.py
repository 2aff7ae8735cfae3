"""The forms that units download: the catalogue, a page for each form, blank files, and all forms of a case as a zip."""
