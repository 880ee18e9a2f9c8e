"""The texts of an assembly that residents read while they register."""

from assembly.models import Assembly


def own(assembly: Assembly) -> dict[str, str]:
    """Return an assembly's own texts: key → English."""
    texts = {"question": assembly.question}
    if assembly.summary:
        texts["summary"] = assembly.summary
    for category in assembly.categories.order_by("place").prefetch_related("values"):
        texts[f"category:{category.key}"] = category.name
        if category.question:
            texts[f"category:{category.key}:question"] = category.question
        for value in sorted(category.values.all(), key=lambda value: value.place):
            texts[f"value:{category.key}:{value.key}"] = value.name
    for question in assembly.added_questions.order_by("place"):
        stem = f"added:{question.key}"
        texts |= {stem: question.text, f"{stem}:why": question.why}
        texts |= {f"{stem}:{n}": choice for n, choice in enumerate(question.choices, start=1)}
    return texts
