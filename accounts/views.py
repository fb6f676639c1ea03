"""One's own profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import services
from accounts.forms import ProfileForm


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, address, and how one signs in. The roles are a fragment of the home page."""
    form = ProfileForm(request.POST or None, initial={"name": request.user.name})
    if form.is_valid():
        services.rename(actor=request.user, name=form.cleaned_data["name"])
        messages.success(request, "Saved.")
        return redirect("account_profile")
    return render(request, "accounts/profile.html", {"form": form})
