"""Settings of the tests: a data folder of their own, letters in memory, tasks at once."""

import atexit
import os
import shutil
import tempfile

# Of each test process a new one, never the folder that an installation uses.
os.environ["HEARD_DATA"] = tempfile.mkdtemp(prefix="heard-tests-")
atexit.register(shutil.rmtree, os.environ["HEARD_DATA"], ignore_errors=True)
# Playwright runs an event loop in the thread of the tests, where Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

# A file as in an installation, so that programs which a test starts find the same database.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
# No quiet hours: what a test sends does not hang on the hour at which it runs.
QUIET_FROM = QUIET_UNTIL = 0
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
