/* Solves the challenge of docs/api.md and sends the form: seeks a counter so that SHA-256(token ":" counter) begins with
   `bits` zero bits. Without this script the form is sent by hand after a minute. */
"use strict";

(() => {
  const form = document.getElementById("challenge");
  if (!form || !window.Uint32Array) return;
  const answer = form.elements.namedItem("challenge");
  const status = document.getElementById("challenge-working");
  const { token, bits } = form.dataset;
  const AT_ONCE = 8192; // hashes between two pauses, so that the page stays alive

  // Round constants: the fractions of the cube roots of the first 64 primes (FIPS 180-4, section 4.2.2).
  const fraction = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
  const primes = [];
  for (let number = 2; primes.length < 64; number += 1) {
    if (primes.every((prime) => number % prime)) primes.push(number);
  }
  const K = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
  const START = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
  const W = new Int32Array(64);

  /* One block of FIPS 180-4, section 6.2.2, from `state` over `block` at `offset`; returns the new state. */
  const compress = (state, block, offset) => {
    for (let t = 0; t < 16; t += 1) W[t] = block.getInt32(offset + 4 * t);
    for (let t = 16; t < 64; t += 1) {
      const [x, y] = [W[t - 15], W[t - 2]];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      W[t] = (W[t - 16] + s0 + W[t - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[t] + W[t]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    return [
      (state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0,
      (state[4] + e) | 0, (state[5] + f) | 0, (state[6] + g) | 0, (state[7] + h) | 0,
    ];
  };

  /* The first 32 bits of SHA-256 of a short ASCII text (FIPS 180-4, sections 5.1.1 and 6.2). */
  const bytes = new Uint8Array(192);
  const view = new DataView(bytes.buffer);
  const firstWord = (text) => {
    bytes.fill(0);
    for (let place = 0; place < text.length; place += 1) bytes[place] = text.charCodeAt(place);
    bytes[text.length] = 0x80;
    const length = ((text.length + 8) >> 6) * 64 + 64;
    view.setUint32(length - 4, text.length * 8);
    let state = START;
    for (let offset = 0; offset < length; offset += 64) state = compress(state, view, offset);
    return state[0] >>> 0;
  };

  let counter = 0;
  const seek = () => {
    for (const pause = counter + AT_ONCE; counter < pause; counter += 1) {
      if (firstWord(`${token}:${counter}`) >>> (32 - Number(bits)) === 0) {
        answer.value = `${token}:${counter}`;
        status.textContent = status.dataset.done;
        form.submit();
        return;
      }
    }
    window.setTimeout(seek, 0);
  };

  document.getElementById("challenge-waiting").hidden = true;
  form.querySelector("button").hidden = true;
  status.textContent = status.dataset.working;
  window.setTimeout(seek, 50);
})();
