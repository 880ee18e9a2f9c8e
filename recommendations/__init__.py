"""From drafting to ballots, the report, the answers and what became of them."""
