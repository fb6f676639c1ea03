"""What people do in a browser, as one line each. Every deed is made as a person makes it: by
labels, buttons and keys that are on the page."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.factories import PASSWORD


@dataclass
class Someone:
    """A person at a browser of their own."""

    page: Page
    site: str

    def opens(self, path: str) -> None:
        self.page.goto(self.site + path)

    def presses(self, button: str, exact: bool = False) -> None:
        self.page.get_by_role("button", name=button, exact=exact).first.click()

    def follows(self, link: str, exact: bool = False) -> None:
        self.page.get_by_role("link", name=link, exact=exact).first.click()

    def types(self, **fields: str) -> None:
        """By the name of each field, so that the story reads in any language."""
        for name, words in fields.items():
            self.page.locator(f"[name='{name}']:not([type=hidden])").first.fill(words)

    def chooses(self, **fields: str) -> None:
        for name, label in fields.items():
            self.page.locator(f"select[name='{name}']").select_option(label=label)

    def marks(self, box: str | Locator) -> None:
        """Tick a box or choose a radio by its label, which is what one sees of it."""
        box = self.page.locator(box).first if isinstance(box, str) else box
        self.page.locator(f"label[for='{box.get_attribute('id')}']").first.click()
        expect(box).to_be_checked()

    def sends(self) -> None:
        """Press the first button of the page's form."""
        self.page.locator("main form button:not([data-copy])").first.click()

    def is_wider_than_its_screen(self) -> bool:
        return self.page.evaluate(
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def does_not_see(self, words: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(words)

    def hits(self, *keys: str) -> None:
        # A page knows its keys once its script has run.
        self.page.wait_for_load_state("load")
        for key in keys:
            self.page.keyboard.press(key)

    def signs_in(self, email: str) -> None:
        self.opens("/accounts/login/")
        self.types(login=email, password=PASSWORD)
        self.page.locator("main button[type=submit], main form button").first.click()
        self.page.wait_for_url("**/work/")

    def joins(self, link: str, name: str) -> None:
        """By the link of an invitation, with a first password."""
        self.opens(urlsplit(link).path)
        self.types(name=name, password=PASSWORD)
        self.presses("Make my account")
        self.page.wait_for_url("**/work/**")

    def selects(self, words: str) -> None:
        """Mark words of the comment, as with the mouse."""
        self.page.wait_for_load_state("load")
        found = self.page.evaluate(
            """words => {
              const text = document.querySelector('[data-comment-text]');
              const at = text.textContent.indexOf(words);
              if (at < 0) return false;
              const range = document.createRange();
              const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
              let position = 0, started = false, node;
              while ((node = walker.nextNode())) {
                const end = position + node.length;
                if (!started && at < end) { range.setStart(node, at - position); started = true; }
                if (started && at + words.length <= end) {
                  range.setEnd(node, at + words.length - position);
                  break;
                }
                position = end;
              }
              getSelection().removeAllRanges();
              getSelection().addRange(range);
              return true;
            }""",
            words,
        )
        assert found, f"The comment does not have these words: {words}"
