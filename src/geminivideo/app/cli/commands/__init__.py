"""The commands as typer has them: only options and help; the work is in the module of the same name one folder up."""
