"""The kinds of letters, and an initiative's own words for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from initiatives.access import get_initiative_for
from initiatives.languages import BY_CODE, choices, name_of
from initiatives.models import Initiative, Role
from letters import reports, samples, services
from letters.access import get_kind_for
from letters.forms import SOURCE, LetterWordsForm
from letters.models import LetterWords
from letters.registry import Kind
from letters.rendering import Words
from letters.wire import NotSent, Unsure

OTHER = "es"


def kinds(request: HttpRequest, slug: str) -> HttpResponse:
    """Each kind with when it is sent, and in whose words."""
    initiative = get_initiative_for(request.user, slug, Role.COORDINATOR)
    context = {
        "initiative": initiative,
        "step": "invite",
        "rows": reports.kind_rows(initiative),
    }
    return render(request, "letters/kinds.html", context)


def kind(request: HttpRequest, slug: str, letter_kind: str) -> HttpResponse:
    """Reword a kind: English and another language side by side, with a preview."""
    initiative, found = get_kind_for(request.user, slug, letter_kind)
    own, other = _own(initiative, found), _other(request)
    initial = _initial(initiative, found, own, other)
    needed = samples.needed_in(found, initiative)
    form = LetterWordsForm(
        request.POST or None, kind=found, other=other, needed=needed, own=own, initial=initial
    )
    is_good = form.is_valid()
    if is_good and request.POST.get("do") != "preview":
        services.save_words(actor=request.user, initiative=initiative, kind=found, **form.words())
        messages.success(request, "Saved. Letters that go out from now on say so.")
        return redirect(_address(slug, found, other))
    context = {
        "initiative": initiative,
        "step": "invite",
        "kind": found,
        "needed": needed,
        "own": own,
        "other": other,
        "form": form,
        "languages": [each for each in choices() if each[0] not in (SOURCE, "ase")],
        "stale": reports.stale_languages(own),
        "columns": _columns(form, (SOURCE, other)),
        "previews": _previews(request, initiative, found, own, form if is_good else None, other),
    }
    return render(request, "letters/kind.html", context)


@require_POST
def kind_test(request: HttpRequest, slug: str, letter_kind: str) -> HttpResponse:
    """Send it, with made-up data, to the member's own address."""
    initiative, found = get_kind_for(request.user, slug, letter_kind)
    own = _own(initiative, found)
    language = request.POST.get("language", SOURCE)
    language = language if language in BY_CODE else SOURCE
    try:
        services.send_test(
            actor=request.user, initiative=initiative, kind=found, language=language, own=own
        )
    except (NotSent, Unsure):
        messages.error(request, "The mail server did not take it. Try again in some minutes.")
    else:
        messages.success(request, f"Sent to {request.user.email}, with made-up data.")
    return redirect(_address(slug, found, language if language != SOURCE else OTHER))


def kind_ours(request: HttpRequest, slug: str, letter_kind: str) -> HttpResponse:
    """Ask once, then go back to our words."""
    initiative, found = get_kind_for(request.user, slug, letter_kind)
    back = _address(slug, found, OTHER)
    if request.method == "POST":
        services.back_to_our_words(actor=request.user, initiative=initiative, kind=found)
        messages.success(request, "Our words go out again.")
        return redirect(back)
    context = {
        "initiative": initiative,
        "step": "invite",
        "heading": "Back to our words?",
        "lost": f"Your own wording of “{found.label}” is deleted, in every language.",
        "button": "Delete your wording",
        "back_url": back,
        "crumb": "Invite · Letters",
    }
    return render(request, "member_confirm.html", context)


def _own(initiative: Initiative, found: Kind) -> LetterWords | None:
    rows = LetterWords.objects.with_words().select_related("subject", "body", "changed_by")
    return rows.filter(initiative=initiative, kind=found.name).first()


def _other(request: HttpRequest) -> str:
    asked = request.GET.get("language", OTHER)
    return asked if asked in BY_CODE and asked != SOURCE else OTHER


def _address(slug: str, found: Kind, other: str) -> str:
    path = reverse("letters:kind", args=[slug, found.name])
    return path if other == OTHER else f"{path}?language={other}"


def _initial(
    initiative: Initiative, found: Kind, own: LetterWords | None, other: str
) -> dict[str, str]:
    """The initiative's words; where it has none, ours (in English and Spanish) to begin with."""
    values = {}
    for language in (SOURCE, other):
        if own is not None:
            texts = own.subject, own.body
            subject, body = (
                text.in_language(language) if text.is_in(language) else "" for text in texts
            )
        elif language in (SOURCE, OTHER):
            subject, body = samples.our_words(found, initiative, language)
        else:
            subject = body = ""
        values |= {f"subject_{language}": subject, f"body_{language}": body}
    return values


def _columns(form: LetterWordsForm, languages: tuple[str, ...]) -> list[dict]:
    return [
        {"name": name_of(each), "subject": form[f"subject_{each}"], "body": form[f"body_{each}"]}
        for each in languages
    ]


def _previews(
    request: HttpRequest,
    initiative: Initiative,
    found: Kind,
    own: LetterWords | None,
    form: LetterWordsForm | None,
    other: str,
) -> list[Words]:
    """What is typed, where it can be used; else what goes out today."""
    to = request.user.email
    if form is None:
        return [
            samples.preview_of(found, initiative, language, own, to) for language in (SOURCE, other)
        ]
    return [
        samples.typed(
            found,
            initiative,
            language,
            form.cleaned_data[f"subject_{language}"],
            form.cleaned_data[f"body_{language}"],
            to,
        )
        for language in (SOURCE, other)
        if form.cleaned_data[f"body_{language}"]
    ]
