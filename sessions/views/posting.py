"""What every page with a form does with what was posted."""

from collections.abc import Callable

from django.forms import Form

from assembly.errors import DomainError


def attempt(form: Form, act: Callable[[], object]) -> bool:
    """Run the act if the form holds; its refusal becomes the form’s error. True once done."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        form.add_error(None, error.message)
        return False
    return True
