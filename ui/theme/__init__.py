"""Tokens, style sheet, fonts and icons: the only place where a colour or a type size is written."""
