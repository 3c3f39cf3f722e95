"""Old papers 旧材料: activities proposed from the text of a summary, by rules and word lists."""
