// The page: says what this device keeps, renews it, and checks what is scanned, chosen or pasted.

import { check } from "./check.js";
import { findDetector, readCamera, readPicture } from "./camera.js";
import { ages, open, renew, supported } from "./kept.js";
import { filled, moment, told } from "./result.js";

const root = document.getElementById("offline");
const words = JSON.parse(root.dataset.words);
const { address, worker } = root.dataset;
const [state, agesList, renewButton, remark, result, form, code] = [
  "state", "ages", "renew", "remark", "result", "typed", "code",
].map((id) => document.getElementById(id));
const CAMERA_FAULTS = {
  NotAllowedError: "camera_denied",
  NotFoundError: "camera_missing",
  OverconstrainedError: "camera_missing",
};

/** What is kept on this device, once it was opened. @type {import("./kept.js").Kept | null} */
let kept = null;

const now = () => Math.floor(Date.now() / 1000);

function say(name, tone) {
  state.textContent = words.texts[name];
  state.className = `state ${tone}`;
}

async function tellWhatIsKept() {
  agesList.replaceChildren();
  if (!kept) return say("empty", "bad");
  const oldest = await ages(kept, address, now());
  const lines = [filled(words.texts.fetched, moment(kept.fetchedAt, words))];
  if (oldest?.issuedAt) {
    lines.unshift(
      filled(words.texts.lists_of, moment(oldest.issuedAt, words)),
      filled(words.texts.good_until, moment(oldest.expiresAt, words)),
    );
  }
  agesList.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  if (!oldest) return say("no_lists", "changed");
  return oldest.expiresAt > now() ? say("ready", "good") : say("stale", "changed");
}

async function renewAndTell() {
  renewButton.disabled = true;
  if (kept) say("renewing", "unsure");
  let renewed = true;
  try {
    await renew(address, now());
    kept = await open();
  } catch {
    renewed = false;
  }
  renewButton.disabled = false;
  await tellWhatIsKept();
  return renewed;
}

async function checkText(text) {
  remark.textContent = "";
  if (!text.trim()) {
    remark.textContent = words.texts.nothing;
    code.focus();
    return;
  }
  if (!kept) {
    remark.textContent = words.texts.empty;
    return;
  }
  const finding = await check(text, { address, keys: kept.keys, tokenOf: kept.tokenOf, now: now() });
  result.replaceChildren(told(finding, words, kept.index.issuers));
  result.focus({ preventScroll: true });
  result.scrollIntoView({ block: "start" });
}

async function checkPicture(detector, input) {
  const [file] = input.files;
  if (!file) return;
  try {
    const text = await readPicture(detector, file);
    if (text === null) remark.textContent = words.texts.no_code_in_picture;
    else await checkText(text);
  } catch {
    remark.textContent = words.texts.picture_unreadable;
  }
  input.value = "";
}

function prepareCamera(detector) {
  const [camera, view, opener, closer, picture] = ["camera", "view", "open-camera", "close-camera", "picture"].map((id) =>
    document.getElementById(id),
  );
  camera.hidden = false;
  picture.addEventListener("change", () => checkPicture(detector, picture));
  let ending = null;
  opener.addEventListener("click", async () => {
    ending = new AbortController();
    [view.hidden, opener.hidden] = [false, true];
    remark.textContent = words.texts.looking;
    try {
      const text = await readCamera(detector, view.querySelector("video"), ending.signal);
      remark.textContent = "";
      if (text !== null) await checkText(text);
    } catch (error) {
      remark.textContent = words.texts[CAMERA_FAULTS[error.name] ?? "camera_busy"];
    }
    [view.hidden, opener.hidden] = [true, false];
  });
  closer.addEventListener("click", () => ending?.abort());
}

async function start() {
  if (!supported()) {
    say("unsupported", "bad");
    return;
  }
  navigator.serviceWorker?.register(worker, { scope: "/offline" }).catch(() => undefined);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    checkText(code.value);
  });
  const detector = await findDetector();
  if (detector) prepareCamera(detector);
  else document.getElementById("no-detector").hidden = false;
  kept = await open().catch(() => null);
  await tellWhatIsKept();
  renewButton.hidden = false;
  renewButton.addEventListener("click", async () => {
    const renewed = await renewAndTell();
    remark.textContent = words.texts[renewed ? "renewed" : "not_renewed"];
  });
  if (navigator.onLine) await renewAndTell();
  root.dataset.started = "";
}

start();
