/* Sends the guide's forms without loading the page anew, puts the focus on what is new and has it read out.
   Everything works without this script; where anything fails, the form goes the ordinary way. */
"use strict";

(() => {
  const turn = () => document.getElementById("turn");
  const status = document.getElementById("guide-status");
  if (!turn() || !status || !window.fetch || !window.URLSearchParams) return;
  let busy = false;

  const say = (text) => {
    status.textContent = "";
    // A status that is emptied first is read out also when it says the same again.
    window.setTimeout(() => { status.textContent = text; }, 60);
  };

  const prepare = () => {
    for (const button of turn().querySelectorAll("[data-print], [data-copy]")) button.hidden = false;
  };

  const fieldsOf = (form, submitter) => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) fields.append(name, value);
    if (submitter && submitter.name) fields.append(submitter.name, submitter.value);
    return fields;
  };

  /* Puts the turn of another page in place; false where that page holds none. */
  const show = (html, address, remember) => {
    const other = new DOMParser().parseFromString(html, "text/html");
    const fresh = other.getElementById("turn");
    if (!fresh) {
      const heading = other.querySelector("main h1");
      const advice = other.querySelector("main .verdict p");
      warn([heading, advice].map((each) => (each ? each.textContent : "")).join(" ").trim());
      return false;
    }
    const link = fresh.dataset.address || address;
    if (other.documentElement.lang !== document.documentElement.lang) {
      window.location.assign(link);
      return true;
    }
    if (remember) window.history.pushState({ guide: true }, "", link);
    turn().replaceWith(document.importNode(fresh, true));
    document.title = other.title;
    for (const part of ["a.language"]) {
      const [old, renewed] = [document.querySelector(part), other.querySelector(part)];
      if (old && renewed) old.href = renewed.href;
    }
    prepare();
    arrive(fresh);
    return true;
  };

  const arrive = (fresh) => {
    const heading = turn().querySelector("[data-focus]");
    const opening = turn().firstElementChild;
    if (heading) heading.focus({ preventScroll: true });
    if (opening) opening.scrollIntoView({ block: "start" });
    say([...fresh.querySelectorAll("[data-remark], .remaining")].map((each) => each.textContent.trim()).join(" "));
  };

  const send = async (form, submitter) => {
    busy = true;
    turn().setAttribute("aria-busy", "true");
    say(turn().dataset.waiting);
    try {
      const answer = await fetch(form.action, { method: "POST", body: fieldsOf(form, submitter), credentials: "omit" });
      if (answer.redirected && !new URL(answer.url).pathname.startsWith("/guide")) {
        window.location.assign(answer.url); // a certificate's code was pasted; its page is another part of the site
        return;
      }
      show(await answer.text(), answer.url, true);
    } catch {
      warn(turn().dataset.offline);
    } finally {
      busy = false;
      turn().removeAttribute("aria-busy");
    }
  };

  /* Says what went wrong, above everything that was written, which stays. */
  const warn = (text) => {
    say(text);
    const old = turn().querySelector(".offline");
    if (old) old.remove();
    const note = document.createElement("p");
    note.className = "said offline";
    note.textContent = text;
    turn().prepend(note);
    note.scrollIntoView({ block: "center" });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!turn().contains(form) || form.method !== "post") return;
    event.preventDefault();
    if (!busy) send(form, event.submitter);
  });

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-print], [data-copy]") : null;
    if (!button) return;
    if ("print" in button.dataset) {
      window.print();
      return;
    }
    const link = turn().querySelector("[data-link]");
    try {
      await navigator.clipboard.writeText(link.href);
      say(button.dataset.done);
      button.textContent = button.dataset.done;
    } catch {
      link.focus();
    }
  });

  window.addEventListener("popstate", async () => {
    try {
      const answer = await fetch(window.location.href, { credentials: "omit" });
      if (!show(await answer.text(), window.location.href, false)) window.location.reload();
    } catch {
      window.location.reload();
    }
  });

  // A page that answered a form has an address of its own, under which it can be loaded again.
  if (turn().dataset.address) window.history.replaceState({ guide: true }, "", turn().dataset.address);
  prepare();
})();
