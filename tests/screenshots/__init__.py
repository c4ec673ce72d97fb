"""Pictures of the program for the README: `python -m tests.screenshots FOLDER`."""
