"""The text styles, a module each: `cite(item)` gives the entry of a reference list as one line.

They print what the reference CSL processor, citeproc-js, prints with the official style of that
name, also where the style's handbook has it otherwise: what one pastes has to agree with what a
bibliography made by Zotero or pandoc says in the same paper.
"""
