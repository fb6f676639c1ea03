"""A participant in the tests: a browser that answers a survey, and looks everywhere for words."""

import re

from django.db import connection
from django.urls import reverse
from django.utils import translation

from surveys.models import Question


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"feedback_public:{name}", args=args)


def page(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def choice_of(order, place=0):
    """The number of a choice of a question of the only survey, as a form sends it."""
    return str(Question.objects.get(order=order).choice_set.all()[place].pk)


def code_on(text):
    """The receipt code on a page, in its six groups."""
    groups = re.findall(r"<span>([0-9A-Z]{4})</span>", text.partition('<p class="code">')[2])
    assert len(groups) == 6
    return " ".join(groups)


class Participant:
    """Answers the survey `voices` in one browser."""

    def __init__(self, client, language="en"):
        self.client, self.language = client, language

    def at(self, name, *args):
        return address(name, *args, language=self.language)

    def begin(self):
        return self.client.post(self.at("begin", "voices"))

    def quote(self, answer):
        return self.client.post(self.at("quote", "voices"), {"quote": answer})

    def answer(self, number, given, button="next"):
        form = {"answer": given, button: "1"}
        return self.client.post(self.at("question", "voices", number), form)

    def send(self):
        return self.client.post(self.at("send", "voices"))

    def give(self, words="They came on a Friday.", quote="yes"):
        """The whole way; returns the receipt code."""
        self.begin()
        self.quote(quote)
        self.answer(4, words)
        assert self.send()["Location"] == self.at("thanks")
        return code_on(page(self.client.get(self.at("thanks"))))

    def open(self, code):
        return self.client.post(self.at("receipt"), {"code": code})


def everything_in_the_database() -> str:
    """Every cell of every table, as text, the sessions of browsers as well."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            cells += [str(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(cells)
