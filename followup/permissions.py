"""Who may answer a theme."""

from initiatives.models import Role
from initiatives.permissions import STAFF

ANSWERERS = frozenset({Role.APPROVER})
# The team sees what is proposed; readers see what is decided, on the public page and on a theme's.
VIEWERS = STAFF
