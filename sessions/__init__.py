"""The weekends: programme, tables, attendance, evidence, honoraria."""
