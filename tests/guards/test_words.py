"""What no file says: on which machine it was written, where packages came from, what is to do."""

import re

import pytest

from tests.guards.files import names, read

THIS = "tests/guards/test_words.py"
# Written by packers, or not text.
SKIPPED = re.compile(
    r"\.(png|jpg|woff2|xlsx|pdf|csv|ico|npz)$|^package-lock\.json$|^requirements.*\.txt$"
)
REFUSED = {
    "a folder of one machine": re.compile(
        r"(?<![\w.~/>])/(?:home|root|Users|work/(?:main|shared|\.)|tmp)/(?!<)\w", re.IGNORECASE
    ),
    "a note of what is to do": re.compile(r"\b(?:TODO|FIXME|XXX)\b"),
    "the address of a package registry": re.compile(
        r"pypi\.|pythonhosted|registry\.(?:npmjs|yarnpkg)|npmmirror|artifactory|devpi|nexus\.|"
        r"\bextra-index-url\b|\bindex-url\b\s*=|^registry\s*=",
        re.IGNORECASE | re.MULTILINE,
    ),
}
# In lock files only the address matters: their lists of names hold any word.
LOCKS = [name for name in names() if re.search(r"^(package-lock\.json|requirements.*\.txt)$", name)]
TEXTS = [name for name in names() if not SKIPPED.search(name) and name != THIS]


def refused(text: str) -> dict[str, list[str]]:
    found = {name: pattern.findall(text) for name, pattern in REFUSED.items()}
    return {name: hits for name, hits in found.items() if hits}


@pytest.mark.parametrize("name", TEXTS)
def test_file_says_nothing_of_the_kind(name):
    assert refused(read(name)) == {}


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_no_address(name):
    assert re.findall(r"https?://\S+\.(?:tgz|whl|tar\.gz)|^--?\w*index\S*", read(name), re.M) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("see /home/ana/heard", "a folder of one machine"),
        ("cd /tmp/heard", "a folder of one machine"),
        ("# TODO: later", "a note of what is to do"),
        ("https://pypi.org/simple", "the address of a package registry"),
        ("registry=https://example.org/npm", "the address of a package registry"),
    ],
)
def test_guard_sees_what_it_is_for(text, what):
    assert list(refused(text)) == [what]


@pytest.mark.parametrize(
    "text", ["/work/<initiative>/", "var/tmp/x", "a todo list", "<p>/i/a/</p>"]
)
def test_guard_lets_the_rest_pass(text):
    assert refused(text) == {}
