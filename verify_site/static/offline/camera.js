// QR codes from a picture or the camera, where the browser reads them itself (BarcodeDetector). Nothing leaves the page.

const LOOK_EVERY = 200; // milliseconds

/** A detector of QR codes; null where this browser has none. @returns {Promise<BarcodeDetector | null>} */
export async function findDetector() {
  try {
    const formats = await BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  } catch {
    return null;
  }
}

/** The text of the first QR code in a picture file, or null. Throws where the file is no picture. */
export async function readPicture(detector, file) {
  const picture = await createImageBitmap(file);
  try {
    const [found] = await detector.detect(picture);
    return found ? found.rawValue : null;
  } finally {
    picture.close();
  }
}

/**
 * Show the camera and wait for a code. Throws what getUserMedia throws.
 * @param {AbortSignal} signal ends it
 * @returns {Promise<string | null>} the text, or null when it was ended
 */
export async function readCamera(detector, video, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    video.srcObject = stream;
    await video.play();
    while (!signal.aborted) {
      const [found] = await detector.detect(video);
      if (found) return found.rawValue;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}
