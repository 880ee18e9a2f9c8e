class BadCampaign(ValueError):
    """What is known of the letters makes no forecast possible; the message says why."""
