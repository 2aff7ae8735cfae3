// Fills the hand-over code in where a phone opened the sheet's QR: the code stands behind the # of the address, so that it
// is never sent with it. Without this script the clerk types it; nothing is sent before the button is pressed.
"use strict";

const code = decodeURIComponent(location.hash.slice(1));
const field = document.getElementById("code");
if (field && !field.value && /^[0-9A-Za-z -]{16,24}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
  field.focus();
}
