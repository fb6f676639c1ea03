"""The demo: two initiatives and the people who work on them."""

from collections.abc import Callable

from home.demo import family_voices, patient_feedback
from initiatives.models import Initiative

# What builds each initiative of the demo, by its address.
BUILDERS: dict[str, Callable[[], Initiative]] = {
    family_voices.SLUG: family_voices.build,
    patient_feedback.SLUG: patient_feedback.build,
}
