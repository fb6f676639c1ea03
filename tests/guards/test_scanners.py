"""A program that opens every link of a letter, as mail scanners do, changes nothing at all."""

import pytest
from django.apps import apps

from tests.guards.addresses import every, make_world

pytestmark = pytest.mark.django_db
APPS = ("accounts", "focusgroups", "initiatives", "letters")
PRIVATE = [address for address in every() if address.route.startswith("r/")]


def everything() -> dict[str, list[dict]]:
    """All rows, by their table."""
    models = [model for name in APPS for model in apps.get_app_config(name).get_models()]
    return {
        model._meta.db_table: list(model._default_manager.order_by("pk").values())
        for model in models
    }


def test_no_private_link_changes_anything_when_it_is_opened(client):
    world = make_world("ours")
    before, statuses = everything(), {}
    for address in PRIVATE:
        url = world.url(address)
        statuses[address.name] = {client.get(url).status_code, client.head(url).status_code}
    assert everything() == before
    is_post_only = {name for name, found in statuses.items() if found == {405}}
    assert is_post_only == {
        "focusgroups_public:invite_no",
        "focusgroups_public:my_times_back",
        "focusgroups_public:partner_said",
    }
    opened = {name: found for name, found in statuses.items() if name not in is_post_only}
    assert {name: found for name, found in opened.items() if not found <= {200, 302}} == {}
    assert len(opened) > 20
