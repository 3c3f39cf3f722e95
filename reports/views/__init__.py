"""Pages of the workbench, the review queue, figures and summaries."""
