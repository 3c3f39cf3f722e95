"""使用手册: the chapters of docs/manual/, and which of them explains a page.

`docs/manual/README.md` is the table of contents: parts as headings, chapters as links. Each
chapter says at its head which routes it explains; its first paragraph explains them in five
sentences, and is what 帮助 shows beside the page.
"""
