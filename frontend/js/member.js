// What a page of members does more where a script runs. Everything works without it.
(() => {
  "use strict";

  // The file that was chosen: its name and size, below the field.
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.type !== "file") return;
    let line = field.nextElementSibling;
    if (!line?.matches(".file-chosen")) {
      line = document.createElement("p");
      line.className = "file-chosen";
      line.setAttribute("role", "status");
      field.after(line);
    }
    line.textContent = [...field.files].map((file) => `${file.name} · ${size(file.size)}`).join(", ");
  });

  function size(bytes) {
    if (bytes < 1000) return `${bytes} bytes`;
    if (bytes < 1e6) return `${Math.round(bytes / 1000)} KB`;
    return `${(bytes / 1e6).toFixed(1)} MB`;
  }

  // The button that copies; where the browser refuses, the text is selected instead.
  async function copy(button) {
    const around = button.closest(".copy");
    const said = around.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      said.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(around.querySelector("code"));
      said.textContent = "Selected: copy it with your keyboard";
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
    for (const menu of document.querySelectorAll("details.who[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.who[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  function show() {
    for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
    // A browser that cannot open the steps by its stylesheet gets them opened here.
    const steps = document.querySelector(".loop-steps");
    const wide = matchMedia("(min-width: 48em)").matches;
    if (steps && wide && !CSS.supports("selector(::details-content)")) steps.open = true;
  }

  // One line at the top when htmx could not load something; the next success takes it away.
  function trouble(text) {
    let line = document.querySelector(".trouble");
    if (!text) return line?.remove();
    if (!line) {
      line = document.createElement("div");
      line.className = "usa-alert usa-alert--error usa-alert--no-icon trouble";
      line.setAttribute("role", "alert");
      document.body.prepend(line);
    }
    const body = document.createElement("div");
    body.className = "usa-alert__body";
    const words = document.createElement("p");
    words.className = "usa-alert__text";
    words.textContent = text;
    body.append(words);
    line.replaceChildren(body);
  }

  // Signed out in the meantime: to the sign-in page, and back here afterwards.
  document.addEventListener("htmx:before:response", (event) => {
    const answer = event.detail.ctx.response.raw;
    if (!answer.redirected || new URL(answer.url).pathname !== "/accounts/login/") return;
    event.preventDefault();
    const here = location.pathname + location.search;
    location.assign(`/accounts/login/?next=${encodeURIComponent(here)}`);
  });

  const NOT_LOADED = "Something could not be loaded. Load the page again.";
  const NO_ANSWER = "There is no connection. Nothing was changed; try again in a moment.";

  document.addEventListener("htmx:after:request", (event) => {
    const status = event.detail.ctx.response.raw.status;
    const failed = [400, 403, 404].includes(status) || status >= 500;
    trouble(failed ? NOT_LOADED : "");
  });
  document.addEventListener("htmx:error", () => trouble(NO_ANSWER));
  document.addEventListener("htmx:after:settle", show);

  show();
})();
