"""The interface in the terminal: the only room that knows of Textual."""
