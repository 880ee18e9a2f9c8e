"""How a page is guarded: it names its act, and the permission table decides who sees it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from . import languages, permissions
from .errors import DomainError, NotAllowed
from .kept import Kept
from .models import Assembly
from .permissions import Actor

SECOND_FACTOR_METHODS = frozenset({"mfa", "demonstration"})

View = Callable[..., HttpResponse]


class PageRequest(HttpRequest):
    """A request that has passed the door: who acts, in which assembly."""

    actor: Actor
    assembly: Assembly


def page(
    act: str,
    *,
    methods: tuple[str, ...] = ("GET",),
    translated: bool = False,
    decides: bool = True,
) -> Callable[[View], View]:
    """Guard a view by the permission table's entry for `act`.

    The URL's `slug` becomes the view's `assembly`. Someone without any role in it gets 404, someone
    whose roles are not enough gets 403, someone not signed in is asked to sign in. A `translated`
    page answers in the visitor's language, every other one in English; many come to those at once,
    so one that only shows, or `decides` nothing by what it is sent, may see its assembly as it was
    a second ago.
    """
    rule = permissions.TABLE[act]

    def guard(view: View) -> View:
        @wraps(view)
        @require_http_methods([*methods, "HEAD"] if "GET" in methods else list(methods))
        def guarded(
            request: HttpRequest, /, slug: str | None = None, **kwargs: Any
        ) -> HttpResponse:
            only_shows = request.method in ("GET", "HEAD") or not decides
            assembly = _assembly(slug, may_be_kept=translated and only_shows) if slug else None
            user = request.user
            request.actor = (  # type: ignore[attr-defined]
                permissions.actor(user, assembly) if user.is_authenticated else permissions.SOMEONE
            )
            request.assembly = assembly  # type: ignore[attr-defined]
            refusal = None if rule.is_public else _refuse(request, rule)
            if refusal is not None:
                return refusal

            def answer() -> HttpResponse:
                try:
                    return view(request, **({"assembly": assembly} if slug else {}), **kwargs)
                except DomainError as error:
                    return refused(request, error)

            if translated:
                return in_readers_language(request, answer)
            with translation.override(settings.LANGUAGE_CODE):
                return answer()

        guarded.act = act  # type: ignore[attr-defined]
        guarded.methods = methods  # type: ignore[attr-defined]
        guarded.translated = translated  # type: ignore[attr-defined]
        return cast(View, login_not_required(guarded))

    return guard


def in_readers_language(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Return an answer in the language that this visitor reads; its page lets them choose another.

    Only the part inside `answer` is in that language, so all of the page must be made there.
    """
    code = languages.wanted(request)
    request.is_translated = True  # type: ignore[attr-defined]
    with translation.override(code):
        response = answer()
    response.headers["Content-Language"] = languages.BY_CODE[code].html
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


_kept: Kept[Assembly] = Kept()


def _assembly(slug: str, *, may_be_kept: bool) -> Assembly:
    """Return the assembly of this address; as it was a moment ago if that will do."""
    if may_be_kept and (found := _kept.get(slug)):
        return found
    return _kept.put(slug, get_object_or_404(Assembly, slug=slug))


def _refuse(request: HttpRequest, rule: permissions.Rule) -> HttpResponse | None:
    held = cast(PageRequest, request).actor.roles - permissions.ANYONE
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not held:
        raise Http404("No role in this assembly")
    if not rule.roles & held:
        return refused(
            request,
            NotAllowed("Your role in this assembly does not include this page."),
        )
    strong_roles = rule.roles & held & permissions.SECOND_FACTOR_NEEDED
    if strong_roles == rule.roles & held and not has_second_factor(request):
        return redirect("mfa_index")
    return None


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether this sign-in used a second factor (or a demonstration's own link)."""
    used = request.session.get("account_authentication_methods", [])
    return any(method.get("method") in SECOND_FACTOR_METHODS for method in used)


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Show the page that says what was refused, and why."""
    return render(request, "errors/refused.html", {"error": error}, status=error.status)
