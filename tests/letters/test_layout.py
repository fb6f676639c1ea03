"""A letter's words as HTML, and as one reads them out."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from letters.layout import html_of, spoken

LETTER = """Hello Maria,

you have a place on Tuesday:
- bring nothing
- childcare is there

Change or cancel here:
https://heard.example.org/r/3f-7kqm/

More at https://heard.example.org/i/voices/.
"""


def test_the_same_words_as_html():
    assert html_of(LETTER).split("\n") == [
        "<p>Hello Maria,</p>",
        "<p>you have a place on Tuesday:</p>",
        "<ul><li>bring nothing</li><li>childcare is there</li></ul>",
        '<p><a href="https://heard.example.org/r/3f-7kqm/">Change or cancel here</a></p>',
        '<p>More at <a href="https://heard.example.org/i/voices/">'
        "https://heard.example.org/i/voices/</a>.</p>",
    ]


def test_a_link_with_words_in_a_paragraph_of_its_own():
    assert html_of("Open this:\n\nhttps://a.example/r/b/") == (
        '<p><a href="https://a.example/r/b/">Open this</a></p>'
    )
    assert html_of("No colon\n\nhttps://a.example/r/b/").split("\n") == [
        "<p>No colon</p>",
        '<p><a href="https://a.example/r/b/">https://a.example/r/b/</a></p>',
    ]


def test_at_the_telephone_nobody_reads_out_a_link():
    assert spoken(LETTER) == (
        "Hello Maria,\n\nyou have a place on Tuesday:\n\nbring nothing\nchildcare is there"
    )


class Reader(HTMLParser):
    """The elements that a browser would see, and its words."""

    def __init__(self):
        super().__init__()
        self.tags, self.words = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add((tag, *(name for name, _ in attrs)))

    def handle_data(self, data):
        self.words.append(data)


def test_what_somebody_typed_is_never_markup():
    body = 'I am <img src=x onerror=y> & "Ana" https://a.example/"><b>'
    reader = Reader()
    reader.feed(html_of(body))
    assert reader.tags == {("p",), ("a", "href")}
    assert "".join(reader.words) == body


PIECES = st.sampled_from([*"<>&\"'ab:/. \n-{}ñא", "https://a.b/c", "- "])


@given(st.lists(PIECES).map("".join))
def test_no_words_make_another_element(body):
    reader = Reader()
    reader.feed(html_of(body))
    assert reader.tags <= {("p",), ("br",), ("ul",), ("li",), ("a", "href")}
