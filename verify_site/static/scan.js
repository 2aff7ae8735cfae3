/* The camera in the page. Where the browser reads QR codes itself, only their text is sent; otherwise small grey
   pictures are, at most four a second and only sharp ones. Nothing is opened but pages of this site. */
"use strict";

(() => {
  const camera = document.getElementById("camera");
  if (!camera || !window.fetch || !window.Promise) return;

  const LOOK_EVERY = 250; // milliseconds
  const SIDE = 800; // pixels of a frame that is sent
  const SMALL = 64; // pixels of the picture in which light and movement are measured
  const LARGEST = 100 * 1024; // bytes of a frame
  const BLACK = 10, DARK = 45; // mean light, of 255
  const PATIENCE = 5; // looks before a remark is made
  const FROZEN = 12; // equal looks; a living picture has noise

  const view = camera.querySelector(".view");
  const video = camera.querySelector("video");
  const button = Object.fromEntries([...camera.querySelectorAll("[data-do]")].map((each) => [each.dataset.do, each]));
  const states = Object.fromEntries([...camera.querySelectorAll("[data-state]")].map((each) => [each.dataset.state, each]));
  const canvas = document.createElement("canvas");
  const pencil = canvas.getContext("2d", { willReadFrequently: true });
  const small = document.createElement("canvas");
  const smallPencil = small.getContext("2d", { willReadFrequently: true });
  small.width = small.height = SMALL;

  let stream = null, detector = null, devices = [], device = null, timer = 0, round = 0, resume = false;
  let remarks, sharpest, unsent;

  const show = (name) => {
    if (!states[name].hidden) return;
    for (const state of Object.values(states)) state.hidden = state.dataset.state !== name;
  };

  /* The middle square of the film: what the page shows is what is read. */
  const drawSquare = (onto, side) => {
    const edge = Math.min(video.videoWidth, video.videoHeight);
    const [left, top] = [(video.videoWidth - edge) / 2, (video.videoHeight - edge) / 2];
    onto.drawImage(video, left, top, edge, edge, 0, 0, side, side);
    return onto.getImageData(0, 0, side, side);
  };

  const toGrey = (pixels) => {
    const data = pixels.data;
    for (let at = 0; at < data.length; at += 4) {
      data[at] = data[at + 1] = data[at + 2] = (data[at] * 77 + data[at + 1] * 150 + data[at + 2] * 29) >> 8;
    }
    return data;
  };

  /* Mean light, and a number that differs where any pixel does. */
  const measure = () => {
    const data = toGrey(drawSquare(smallPencil, SMALL));
    let sum = 0, print = 0;
    for (let at = 0; at < data.length; at += 4) {
      sum += data[at];
      print = (print * 31 + data[at]) | 0;
    }
    return { light: sum / (SMALL * SMALL), print };
  };

  /* What is wrong with the picture as such; null where nothing is. Said only after it lasted. */
  const remarkOn = ({ light, print }) => {
    remarks.still = print === remarks.print ? remarks.still + 1 : 0;
    remarks.print = print;
    remarks.black = light < BLACK ? remarks.black + 1 : 0;
    remarks.dark = light < DARK ? remarks.dark + 1 : 0;
    if (remarks.black >= PATIENCE) return "black";
    if (remarks.still >= FROZEN) return "frozen";
    if (remarks.dark >= PATIENCE) return "dark";
    return null;
  };

  /* How much neighbours differ on average: little where the picture is out of focus. */
  const sharpnessOf = (data, side) => {
    let sum = 0, count = 0;
    for (let y = 0; y < side; y += 4) {
      for (let x = 0; x < side - 1; x += 1) {
        const at = (y * side + x) * 4;
        sum += Math.abs(data[at] - data[at + 4]);
        count += 1;
      }
    }
    return sum / count;
  };

  const pictureOf = async () => {
    const side = Math.min(SIDE, video.videoWidth, video.videoHeight);
    canvas.width = canvas.height = side;
    const pixels = drawSquare(pencil, side);
    const sharpness = sharpnessOf(toGrey(pixels), side);
    sharpest = Math.max(sharpness, sharpest * 0.95);
    // Among blurred pictures one is sent now and then, because the server can sharpen.
    if (sharpness < sharpest * 0.7 && unsent < 4) {
      unsent += 1;
      return null;
    }
    unsent = 0;
    pencil.putImageData(pixels, 0, 0);
    for (const quality of [0.8, 0.5, 0.3]) {
      const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", quality); });
      if (blob && blob.size <= LARGEST) return blob;
    }
    return null;
  };

  const ask = async (body, type) => {
    const answer = await fetch(camera.dataset.frame, {
      method: "POST", body, headers: { "Content-Type": type, Accept: "application/json" }, credentials: "omit",
    });
    if (answer.status === 429) throw new Error("often");
    if (!answer.ok) throw new Error("offline");
    return (await answer.json()).codes;
  };

  /* What the browser's own detector reads; null where it has none, or one that fails. */
  const textsByBrowser = async () => {
    if (!detector) return null;
    try {
      return [...new Set((await detector.detect(video)).map((code) => code.rawValue))].slice(0, 5);
    } catch {
      detector = null;
      return null;
    }
  };

  /* The codes that are in sight, each described by the server. */
  const look = async () => {
    const texts = await textsByBrowser();
    if (texts) return (await Promise.all(texts.map((text) => ask(text, "text/plain")))).flat();
    const picture = await pictureOf();
    return picture ? ask(picture, "image/jpeg") : [];
  };

  const item = (content) => {
    const line = document.createElement("li");
    line.append(content);
    return line;
  };

  const showOther = (code) => {
    const state = states.other;
    state.querySelector(".headline").textContent = code.headline;
    state.querySelector(".meaning").textContent = code.meaning;
    state.querySelector(".facts").hidden = !code.host;
    state.querySelector(".host").textContent = code.host || "";
    state.querySelector(".text").textContent = code.text;
    state.querySelector(".steps-now").replaceChildren(...code.steps.map(item));
    finish("other");
  };

  const showSeveral = (codes) => {
    const list = states.several.querySelector(".several");
    list.replaceChildren(...codes.map((code, index) => {
      if (!code.address) return item(`${list.dataset.other}: ${code.host || code.text}`);
      const link = document.createElement("a");
      link.href = code.address;
      link.textContent = `${list.dataset.ours} ${index + 1}`;
      return item(link);
    }));
    finish("several");
  };

  const conclude = (codes) => {
    if (codes.length > 1) {
      showSeveral(codes);
    } else if (codes[0].address) {
      finish("found");
      window.location.assign(codes[0].address);
    } else {
      showOther(codes[0]);
    }
  };

  const work = async (mine) => {
    const begun = performance.now();
    try {
      if (video.readyState >= 2 && video.videoWidth) {
        const remark = remarkOn(measure());
        const codes = remark === "black" || remark === "frozen" ? [] : await look();
        if (mine !== round) return;
        if (codes.length) {
          conclude(codes);
          return;
        }
        show(remark || "reading");
      }
    } catch (error) {
      if (mine !== round) return;
      if (error.message === "often") {
        finish("often");
        return;
      }
      show("offline");
    }
    timer = window.setTimeout(work, Math.max(50, LOOK_EVERY - (performance.now() - begun)), mine);
  };

  const release = () => {
    round += 1;
    window.clearTimeout(timer);
    if (stream) for (const track of stream.getTracks()) track.stop();
    stream = null;
    video.srcObject = null;
  };

  /* Switches the camera off and leaves a state on the page. */
  const finish = (name) => {
    release();
    resume = false;
    view.hidden = true;
    button.start.hidden = name === "found" || name === "unsupported";
    for (const each of [button.torch, button.switch, button.stop]) {
      if (each === document.activeElement) button.start.focus();
      each.hidden = true;
    }
    if (name === "other" || name === "several") button.start.textContent = button.start.dataset.again;
    show(name);
  };

  const REFUSALS = {
    NotAllowedError: "denied", SecurityError: "denied", PermissionDeniedError: "denied",
    NotFoundError: "none", DevicesNotFoundError: "none", OverconstrainedError: "none",
    NotReadableError: "busy", TrackStartError: "busy", AbortError: "busy",
  };

  const open = () => {
    const wanted = device ? { deviceId: { exact: device } } : { facingMode: { ideal: "environment" } };
    return navigator.mediaDevices.getUserMedia({
      audio: false, video: { ...wanted, width: { ideal: 1280 }, height: { ideal: 1280 } },
    });
  };

  const prepareTools = async (track) => {
    const able = track.getCapabilities ? track.getCapabilities() : {};
    button.torch.hidden = !able.torch;
    button.torch.setAttribute("aria-pressed", "false");
    if (able.focusMode && able.focusMode.includes("continuous")) {
      await track.applyConstraints({ advanced: [{ focusMode: "continuous" }] }).catch(() => {});
    }
    devices = (await navigator.mediaDevices.enumerateDevices()).filter((each) => each.kind === "videoinput");
    button.switch.hidden = devices.length < 2;
    device = track.getSettings().deviceId || device;
  };

  const prepareDetector = async () => {
    if (detector || !("BarcodeDetector" in window)) return;
    try {
      const formats = await window.BarcodeDetector.getSupportedFormats();
      if (formats.includes("qr_code")) detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    } catch {
      detector = null;
    }
  };

  const start = async () => {
    release();
    const mine = round;
    if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) {
      finish("unsupported");
      return;
    }
    show("asking");
    const asked = document.activeElement === button.start;
    button.start.hidden = true;
    try {
      const opened = await open();
      if (mine !== round) {
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      stream = opened;
      const [track] = stream.getVideoTracks();
      track.addEventListener("ended", () => { if (mine === round) finish("busy"); });
      view.hidden = button.stop.hidden = false;
      if (asked) button.stop.focus();
      video.srcObject = stream;
      await video.play();
      await prepareTools(track);
      await prepareDetector();
    } catch (error) {
      device = null;
      if (mine === round) finish(REFUSALS[error.name] || "busy");
      return;
    }
    [remarks, sharpest, unsent] = [{ black: 0, dark: 0, still: 0, print: 0 }, 0, 0];
    resume = true;
    show("reading");
    work(mine);
  };

  button.start.addEventListener("click", start);
  button.stop.addEventListener("click", () => finish("stopped"));
  button.switch.addEventListener("click", () => {
    const at = devices.findIndex((each) => each.deviceId === device);
    device = devices[(at + 1) % devices.length].deviceId;
    start();
  });
  button.torch.addEventListener("click", async () => {
    const on = button.torch.getAttribute("aria-pressed") !== "true";
    try {
      await stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
      button.torch.setAttribute("aria-pressed", String(on));
    } catch {
      button.torch.hidden = true;
    }
  });

  // A camera that nobody sees is off; it comes back with the page.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && stream) {
      const again = resume;
      finish("stopped");
      resume = again;
    } else if (!document.hidden && resume) {
      start();
    }
  });
  window.addEventListener("pagehide", () => { if (stream) finish("stopped"); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) finish("stopped"); });

  camera.hidden = false;
  show("idle");
  if (navigator.permissions && navigator.permissions.query) {
    navigator.permissions.query({ name: "camera" }).then((permission) => {
      if (permission.state === "granted") start();
    }).catch(() => {});
  }

  // A screenshot in the clipboard goes the way of a chosen file.
  const file = document.getElementById("file");
  document.addEventListener("paste", (event) => {
    const files = event.clipboardData ? event.clipboardData.files : [];
    if (!files.length) return;
    event.preventDefault();
    file.files = files;
    file.form.requestSubmit();
  });
})();
