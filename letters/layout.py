"""A letter's plain words as HTML, and as a person reads them out. No Django."""

import re
from html import escape

ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
ALONE = re.compile(r"https?://\S+")
MARKS = ("- ", "* ", "• ")


def paragraphs_of(body: str) -> list[list[str]]:
    """The lines of each paragraph, without empty ones."""
    parts = re.split(r"\n\s*\n", body.strip())
    return [[line.strip() for line in part.split("\n") if line.strip()] for part in parts if part]


def html_of(body: str) -> str:
    """Paragraphs, lists and links; everything else escaped.

    An address alone on its line, after a line that ends with a colon, becomes a link with the
    words of that line: nobody has to hear or read sixty letters of a key.
    """
    found = []
    for kind, lines in _blocks(body):
        if kind == "link":
            words, address = lines
            found.append(f'<p><a href="{escape(address)}">{escape(words)}</a></p>')
        elif kind == "list":
            items = "".join(f"<li>{_inline(line)}</li>" for line in lines)
            found.append(f"<ul>{items}</ul>")
        else:
            found.append(f"<p>{'<br>'.join(map(_inline, lines))}</p>")
    return "\n".join(found)


def spoken(body: str) -> str:
    """The words for the telephone: without links, and without the lines that lead to one."""
    parts = []
    for kind, lines in _blocks(body):
        if kind == "link":
            continue
        kept = [line for line in lines if not ADDRESS.search(line)]
        if kept:
            parts.append("\n".join(kept))
    return "\n\n".join(parts)


def _blocks(body: str) -> list[tuple[str, list[str]]]:
    """Paragraphs, lists, and links with their words, in order."""
    blocks: list[tuple[str, list[str]]] = []
    for lines in paragraphs_of(body):
        for line in lines:
            kind, text = _kind_of(line)
            if kind == "link":
                blocks.append(("link", [_words_before(blocks) or text, text]))
            elif blocks and blocks[-1][0] == kind and line is not lines[0]:
                blocks[-1][1].append(text)
            else:
                blocks.append((kind, [text]))
    return blocks


def _kind_of(line: str) -> tuple[str, str]:
    if ALONE.fullmatch(line):
        return "link", line
    if line.startswith(MARKS):
        return "list", line[2:].strip()
    return "text", line


def _words_before(blocks: list[tuple[str, list[str]]]) -> str:
    """Take the line that leads to a link off what stands before it, without its colon."""
    if not blocks or blocks[-1][0] != "text" or not blocks[-1][1][-1].endswith(":"):
        return ""
    words = blocks[-1][1].pop().removesuffix(":")
    if not blocks[-1][1]:
        blocks.pop()
    return words


def _inline(line: str) -> str:
    """The line with its addresses as links."""
    parts, last = [], 0
    for match in ADDRESS.finditer(line):
        parts.append(escape(line[last : match.start()]))
        address = escape(match[0])
        parts.append(f'<a href="{address}">{address}</a>')
        last = match.end()
    return "".join([*parts, escape(line[last:])])
