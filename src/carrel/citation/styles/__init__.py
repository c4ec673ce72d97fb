"""The text styles, a module each: `cite(item)` gives the entry of a reference list as one line."""
