"""From a national address file to a confirmed, representative panel."""
