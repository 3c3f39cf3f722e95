"""What the review adds: comments at paragraphs, figures as they were handed in."""
