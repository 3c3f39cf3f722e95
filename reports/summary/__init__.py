"""The year's 工作总结: sentences from records, sections from sentences, a document from sections."""
