"""迎检材料汇编: what proves an assessment, as one PDF or as a box of files."""
