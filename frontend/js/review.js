// The keys of a page, and the words that are selected in a comment. Each key presses something
// that is on the page anyhow: a button, a link, a field. See docs/pages.md for the markup.
(() => {
  "use strict";

  const REMEMBERED = "heard-keys";
  const TYPED_IN = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], "
    + "[type=button], [type=submit], [type=reset], [type=file])";
  const MAY_SELECT = "[data-new-theme-form], [data-with-selection]";
  const OWN_FORMS = `[data-hide-form], ${MAY_SELECT}`;

  let chosen = null; // The last selection in the comment: {start, end, element}.
  let leaving = false; // A form was sent and the next page is on its way.

  const review = () => document.querySelector("[data-review]");
  const inReview = (selector) => review()?.querySelector(selector) ?? null;

  function keysAreOn() {
    try {
      return localStorage.getItem(REMEMBERED) !== "off";
    } catch {
      return true;
    }
  }

  function remember(on) {
    try {
      localStorage.setItem(REMEMBERED, on ? "on" : "off");
    } catch {
      // Without storage the choice holds for this page.
    }
  }

  // Positions in UTF-16 units of what is selected inside `element`, without spaces at the ends.
  function positions(element, selection) {
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0).cloneRange();
    if (!range.intersectsNode(element)) return null;
    const whole = document.createRange();
    whole.selectNodeContents(element);
    if (range.compareBoundaryPoints(Range.START_TO_START, whole) < 0) {
      range.setStart(whole.startContainer, whole.startOffset);
    }
    if (range.compareBoundaryPoints(Range.END_TO_END, whole) > 0) {
      range.setEnd(whole.endContainer, whole.endOffset);
    }
    const words = range.toString();
    if (!words.trim()) return null;
    const before = document.createRange();
    before.selectNodeContents(element);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length + words.length - words.trimStart().length;
    return { start, end: start + words.trim().length, element };
  }

  // Kept while a field or a button takes the selection away; a click in the text ends it.
  function look() {
    const element = inReview("[data-comment-text]");
    if (!element) return;
    const selection = getSelection();
    const found = positions(element, selection);
    if (found) chosen = found;
    else if (selection.anchorNode && element.contains(selection.anchorNode)) chosen = null;
  }
  document.addEventListener("selectionchange", look);

  // The event comes a moment after the selection, so look once more.
  function current() {
    look();
    return chosen?.element.isConnected ? chosen : null;
  }

  function fill(form) {
    const selected = current();
    if (!selected) return false;
    form.querySelector("[name=start]").value = selected.start;
    form.querySelector("[name=end]").value = selected.end;
    hint(false);
    return true;
  }

  const isTyped = (form) => [...form.querySelectorAll("input[type=text], textarea")]
    .some((field) => field.value.trim());

  function hint(shown) {
    const line = inReview("[data-selection-hint]");
    if (!line) return;
    line.setAttribute("role", "status");
    line.hidden = !shown;
    if (shown) line.textContent = line.dataset.selectionHint || line.textContent;
  }

  // Before htmx and the browser see it, so that the positions go with the form.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(OWN_FORMS) || !review()?.contains(form)) return;
    if (fill(form) || form.matches(MAY_SELECT) || isTyped(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    hint(true);
  }, true);

  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && review()?.contains(event.target)) leaving = true;
  });
  addEventListener("pageshow", () => { leaving = false; });

  function openAround(element) {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
  }

  function openNewTheme(form) {
    fill(form);
    openAround(form);
    for (const fold of form.querySelectorAll("details")) fold.open = true;
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }

  function press(element) {
    if (element.matches(TYPED_IN)) {
      openAround(element);
      element.focus();
      element.select?.();
    } else if (!element.disabled) {
      element.click();
    }
  }

  // What the key belongs to: something marked with it, else the two forms that need no mark.
  function actionOf(key) {
    const newTheme = inReview("[data-new-theme-form]");
    if (key === "n" && newTheme) return () => openNewTheme(newTheme);
    const marked = inReview(`[data-key="${CSS.escape(key)}"]`);
    if (marked) return () => press(marked);
    const hide = inReview("[data-hide-form]");
    return key === "h" && hide ? () => hide.requestSubmit() : null;
  }

  const isBusy = () => leaving || review().matches(".htmx-request") || inReview(".htmx-request");

  function belongsElsewhere(event) {
    if (event.defaultPrevented || event.isComposing || event.repeat) return true;
    if (event.ctrlKey || event.metaKey || event.altKey) return true;
    if (event.target.closest?.(TYPED_IN)) return true;
    // Arrows move inside a group of radios.
    return event.key.startsWith("Arrow") && event.target.matches?.("input[type=radio]");
  }

  // Escape leaves a field, so that the keys of the page are at hand again.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !event.target.matches?.(TYPED_IN)) return;
    if (review()?.contains(event.target)) event.target.blur();
  });

  document.addEventListener("keydown", (event) => {
    if (!review() || belongsElsewhere(event) || !inReviewKeysOn() || isBusy()) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = actionOf(key);
    if (!action) return;
    event.preventDefault();
    action();
  });

  const inReviewKeysOn = () => inReview("[data-keys-switch]")?.checked ?? keysAreOn();

  function showSwitch() {
    const box = inReview("[data-keys-switch]");
    if (!box) return;
    box.checked = keysAreOn();
    box.closest("label").hidden = false;
    review().classList.toggle("keys-off", !box.checked);
  }

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-switch]")) return;
    remember(event.target.checked);
    review()?.classList.toggle("keys-off", !event.target.checked);
  });
  document.addEventListener("htmx:after:settle", showSwitch);
  showSwitch();
})();
