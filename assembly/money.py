"""Money is whole pence everywhere; pounds are only for reading."""


def pounds(pence: int) -> str:
    """Return pence as pounds for reading: 45000 → £450, 1234 → £12.34, -50 → −£0.50."""
    sign = "−" if pence < 0 else ""
    whole, rest = divmod(abs(pence), 100)
    return f"{sign}£{whole:,}" + (f".{rest:02d}" if rest else "")
