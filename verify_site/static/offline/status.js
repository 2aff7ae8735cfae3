// Reading a status list, and what it says of a code: STATUS.md sections 3 and 4, in that order.

import { toHex } from "./bytes.js";
import { read } from "./cbor.js";
import { sign1Parts, toBeSigned } from "./code.js";
import { Fault } from "./faults.js";

const LIST_SIZE = 1 << 20;
const MAX_TOKEN = 256 * 1024;
const LEEWAY = 300;
const MEDIA_TYPE = "application/statuslist+cwt";
const [ALGORITHM, KEY_ID, TYPE] = [1, 4, 16];
const [SUBJECT, EXPIRES, ISSUED_AT, STATUSES, TIME_TO_LIVE] = [2, 4, 6, 65533, 65534];
const HEADER = [[ALGORITHM, "number"], [KEY_ID, "bytes"], [TYPE, "string"]];
const CLAIMS = [
  [SUBJECT, "string"], [EXPIRES, "number"], [ISSUED_AT, "number"], [STATUSES, "map"], [TIME_TO_LIVE, "number"],
];
const LISTED = [["bits", "number"], ["lst", "bytes"]];
const VALID = 0;

/**
 * @typedef {object} SignedStatusList
 * @property {number} issuedAt seconds since 1970
 * @property {number} expiresAt
 * @property {number} ttl seconds for which a copy need not be renewed
 * @property {(index: number) => number} at the status at an index; throws StatusListTooShort
 */

/** @param {number} list @param {string} origin of the official address @returns {string} */
export function listUri(list, origin) {
  return `${origin}/status/${list}.cwt`;
}

/**
 * Verify the token that should stand at `uri`.
 * @param {Uint8Array} token
 * @param {Map<string, import("./keys.js").PublicKey>} keys
 * @param {string} uri
 * @param {number} now seconds since 1970
 * @returns {Promise<SignedStatusList>}
 */
export async function readToken(token, keys, uri, now) {
  const { protectedHeader, payload, signature } = partsOf(token);
  const key = trustedKey(protectedHeader, keys);
  await verified(key, signature, toBeSigned(protectedHeader, payload));
  const claims = exactly(readable(() => read(payload)), CLAIMS);
  const listed = exactly(claims.get(STATUSES), LISTED);
  const [issuedAt, expiresAt, ttl] = [ISSUED_AT, EXPIRES, TIME_TO_LIVE].map((label) => seconds(claims.get(label)));
  if (issuedAt >= key.withdrawnFrom) throw new Fault("StatusListUntrusted");
  if (claims.get(SUBJECT) !== uri) throw new Fault("StatusListOfAnother");
  if (issuedAt > now + LEEWAY) throw new Fault("StatusListFromFuture");
  if (expiresAt <= now) throw new Fault("StatusListExpired");
  const packed = await unpacked(listed.get("bits"), listed.get("lst"));
  return { issuedAt, expiresAt, ttl, at: (index) => statusAt(packed, listed.get("bits"), index) };
}

/**
 * What is known of a genuine code. A list that is absent or wrong in any way leaves it `status_unknown`.
 * @param {import("./claims.js").Claims} claims
 * @param {Uint8Array | null} token
 * @returns {Promise<{standing: string, asOf?: number, why?: string}>}
 */
export async function standingOf(claims, token, keys, origin, now) {
  try {
    if (!token) throw new Fault("StatusListMissing");
    const found = await readToken(token, keys, listUri(claims.status.list, origin), now);
    if (found.issuedAt < claims.signedAt) throw new Fault("StatusListOlder");
    const status = found.at(claims.status.index);
    return { standing: status === VALID ? "in_force" : "not_in_force", asOf: found.issuedAt };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { standing: "status_unknown", why: fault.name };
  }
}

function partsOf(token) {
  if (token.length > MAX_TOKEN) throw new Fault("StatusListUnreadable");
  const parts = readable(() => sign1Parts(token));
  if (!parts || parts.unprotected.size > 0) throw new Fault("StatusListUnreadable");
  return parts;
}

function trustedKey(protectedHeader, keys) {
  const header = exactly(readable(() => read(protectedHeader)), HEADER);
  if (header.get(TYPE) !== MEDIA_TYPE) throw new Fault("StatusListUnreadable");
  const key = keys.get(toHex(header.get(KEY_ID)));
  if (key?.purpose !== "status-lists" || key.algorithm !== header.get(ALGORITHM)) throw new Fault("StatusListUntrusted");
  return key;
}

async function verified(key, signature, message) {
  try {
    await key.verify(signature, message);
  } catch (fault) {
    throw fault.name === "CannotCheck" ? fault : new Fault("StatusListUntrusted");
  }
}

/** What a reader returns; whatever it refuses makes the list unreadable. */
function readable(reader) {
  try {
    return reader();
  } catch {
    throw new Fault("StatusListUnreadable");
  }
}

/** A map with these entries of these types and no other. */
function exactly(value, types) {
  const fits = ([label, type]) => value.has(label) && typeOf(value.get(label)) === type;
  if (!(value instanceof Map) || value.size !== types.length || !types.every(fits)) {
    throw new Fault("StatusListUnreadable");
  }
  return value;
}

function typeOf(value) {
  if (value instanceof Uint8Array) return "bytes";
  return value instanceof Map ? "map" : typeof value;
}

function seconds(value) {
  if (value < 0 || value > 0xffffffff) throw new Fault("StatusListUnreadable");
  return value;
}

/** Inflate a list, never beyond what 2**20 statuses need. */
async function unpacked(bits, lst) {
  if (![1, 2, 4, 8].includes(bits)) throw new Fault("StatusListUnreadable");
  const packed = new Uint8Array((LIST_SIZE * bits) / 8);
  const reader = new Blob([lst]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  let size = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      packed.set(part.value, size); // throws where the list is longer than it may be
      size += part.value.length;
    }
  } catch {
    await reader.cancel().catch(() => undefined);
    throw new Fault("StatusListUnreadable");
  }
  return packed.subarray(0, size);
}

function statusAt(packed, bits, index) {
  const bit = index * bits;
  if (bit >> 3 >= packed.length) throw new Fault("StatusListTooShort");
  return (packed[bit >> 3] >> (bit & 7)) & ((1 << bits) - 1);
}
