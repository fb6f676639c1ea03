"""Addresses below /work/<initiative>/."""

urlpatterns = []
