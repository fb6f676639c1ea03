"""How gunicorn serves Heard: `gunicorn -c config/webserver.py config.wsgi`.

Two processes of four threads were the steadiest on SQLite among the servers measured
(`docs/decisions/0002-the-database-is-the-truth.md`). There is no access log, and no line of the
error log holds the address of a caller or what was asked for: a private link is part of a path.
"""

import os

from gunicorn.glogging import Logger

UNREADABLE = "Invalid request from ip="


class PrivateLogger(Logger):
    """Gunicorn's log without the two lines that name who called and for what."""

    def warning(self, msg: object, *args: object, **kwargs: object) -> None:
        if str(msg).startswith(UNREADABLE):
            super().warning("A request could not be read.")
        else:
            super().warning(msg, *args, **kwargs)

    def exception(self, msg: object, *args: object, **kwargs: object) -> None:
        if str(msg).startswith("Error handling request"):
            super().exception("A request failed outside the application.", **kwargs)
        else:
            super().exception(msg, *args, **kwargs)


bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = 2
threads = 4
accesslog = None
loglevel = "warning"
logger_class = PrivateLogger
graceful_timeout = 5
# A participant on a slow phone may take long to send a page; a thread, not a process, waits.
timeout = 60
