// Opening a code: the steps of FORMAT.md section 5, in that order. Nothing unproven is ever returned.

import { fromHex, joined, toHex, utf8 } from "./bytes.js";
import { byteString, read, Tagged } from "./cbor.js";
import { readClaims } from "./claims.js";
import { Fault } from "./faults.js";

const MAX_DIGITS = 920;
const SIGN1_TAG = 18;
const FIRST_BYTE = 0xd2;
const [ALGORITHM, KEY_ID] = [1, 4];
const PURPOSES = { 1: "certificates", 2: "recognition-letters" };

/**
 * @param {string} digits
 * @param {Map<string, import("./keys.js").PublicKey>} keys
 * @param {number} [expect] the one document kind that is wanted
 * @returns {Promise<{claims: import("./claims.js").Claims, key: import("./keys.js").PublicKey}>}
 */
export async function openCode(digits, keys, expect) {
  const { payload, key } = await verifiedContent(digits, keys);
  const claims = readClaims(payload);
  requireTrusted(key, PURPOSES[claims.kind], claims.signedAt);
  if (expect !== undefined && claims.kind !== expect) throw new Fault("WrongKind");
  return { claims, key };
}

/** Steps 1 to 9, which all kinds of codes share: a payload with a right signature, not yet read. */
export async function verifiedContent(digits, keys) {
  const { algorithm, kid, payload, signature, signed } = envelope(toBytes(digits));
  const key = keys.get(kid);
  if (!key) throw new Fault("UnknownKey");
  if (algorithm !== key.algorithm) throw new Fault("AlgorithmMismatch");
  await key.verify(signature, signed);
  return { payload, key, signed };
}

/** Steps 11 and 12: whether the key may say that, and could then. */
export function requireTrusted(key, purpose, signedAt) {
  if (key.purpose !== purpose) throw new Fault("WrongPurpose");
  if (signedAt >= key.withdrawnFrom) throw new Fault("WithdrawnKey");
}

/** The four parts of a tagged COSE_Sign1 with an empty unprotected header; null for anything else. */
export function sign1Parts(bytes) {
  const tagged = read(bytes);
  const parts = tagged instanceof Tagged && tagged.tag === SIGN1_TAG ? tagged.value : null;
  if (!Array.isArray(parts) || parts.length !== 4) return null;
  const [protectedHeader, unprotected, payload, signature] = parts;
  const typed = [protectedHeader, payload, signature].every((part) => part instanceof Uint8Array);
  if (!typed || !(unprotected instanceof Map) || signature.length !== 64) return null;
  return { protectedHeader, unprotected, payload, signature };
}

/** The Sig_structure of RFC 9052 section 4.4. @returns {Uint8Array} */
export function toBeSigned(protectedHeader, payload) {
  return joined([0x84, 0x6a], utf8("Signature1"), byteString(protectedHeader), [0x40], byteString(payload));
}

function toBytes(digits) {
  if ([...digits].length > MAX_DIGITS) throw new Fault("CodeTooLong");
  if (!/^[0-9]+$/.test(digits)) throw new Fault("NotDigits");
  if (digits[0] === "0") throw new Fault("LeadingZeros");
  const hex = BigInt(digits).toString(16);
  return fromHex(hex.length % 2 ? `0${hex}` : hex);
}

function envelope(bytes) {
  if (bytes[0] !== FIRST_BYTE) throw new Fault("NotSign1");
  const parts = sign1Parts(bytes);
  if (!parts) throw new Fault("NotSign1");
  const { protectedHeader, unprotected, payload, signature } = parts;
  const { algorithm, kid } = header(protectedHeader);
  if (unprotected.size > 0) throw new Fault("UnknownHeader");
  return { algorithm, kid, payload, signature, signed: toBeSigned(protectedHeader, payload) };
}

function header(bytes) {
  if (bytes.length === 0) throw new Fault("MissingHeader");
  const entries = read(bytes);
  if (!(entries instanceof Map)) throw new Fault("NotSign1");
  if ([...entries.keys()].some((label) => label !== ALGORITHM && label !== KEY_ID)) throw new Fault("UnknownHeader");
  if (entries.size !== 2) throw new Fault("MissingHeader");
  const [algorithm, kid] = [entries.get(ALGORITHM), entries.get(KEY_ID)];
  const isInteger = typeof algorithm === "number" || typeof algorithm === "bigint";
  if (!isInteger || !(kid instanceof Uint8Array) || kid.length !== 4) throw new Fault("InvalidHeader");
  return { algorithm, kid: toHex(kid) };
}
