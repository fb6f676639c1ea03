"""What tests of themes share: an initiative, its codebook, and those who look at it."""

import pytest

from tests import factories as make


@pytest.fixture
def initiative():
    return make.InitiativeFactory(slug="ours")


@pytest.fixture
def parents(initiative):
    return make.SegmentFactory(initiative=initiative, code="parents", name="Parents")


@pytest.fixture
def youth(initiative):
    return make.SegmentFactory(initiative=initiative, code="youth", name="Youth")


@pytest.fixture
def analyst(initiative):
    return make.make_member(initiative, "analyst", name="Ana")


@pytest.fixture
def codebook(initiative):
    return make.make_codebook(initiative, "Waiting", "Lawyer", "School")


@pytest.fixture
def waiting(codebook):
    return codebook.theme_set.get(code="waiting")


@pytest.fixture
def as_team(client, analyst):
    client.force_login(analyst)
    return client


@pytest.fixture
def as_reader(client, initiative):
    client.force_login(make.make_member(initiative, "reader"))
    return client


@pytest.fixture
def without_weights(monkeypatch):
    """Quick, and the same everywhere; tests/engine runs with what is installed."""
    monkeypatch.setattr("analysis.engine.summary.available", tuple)
    monkeypatch.setattr("analysis.engine.dimensions", dict)
