// What a verification receipt states of its day: FORMAT.md section 10. Nothing here says what holds now.

import { utf8 } from "./bytes.js";
import { read } from "./cbor.js";
import { CERTIFICATE, ISSUED_AT, certificateNumber, exactly, integer, saysReceipt, seconds, text } from "./claims.js";
import { requireTrusted, verifiedContent } from "./code.js";
import { Fault } from "./faults.js";

const EXPIRES = 4;
const [KIND, NUMBER, NAME, TITLE, LEVEL] = [1, 2, 3, 4, 5];
const [BASIS, FINDING, STATE, ENTRY, CHECKED_AT, COUNTS, SHA256] = [10, 11, 12, 13, 14, 15, 16];
const [BY_NAME, LIST] = [3, 4];
const [LAST_FINDING, LAST_OF_ONE_CERTIFICATE] = [13, 4];
const MAX_TEXT_BYTES = 247;
const MAX_ROWS = 10000;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * @typedef {object} Receipt
 * @property {number} issuedAt seconds since 1970, as are the other times
 * @property {number} expiresAt
 * @property {number} checkedAt
 * @property {number} state the registry's newest event when it was asked
 * @property {number} basis what was checked: 1 a code, 2 number and verification code, 3 number and name, 4 a list
 * @property {number} [finding] of one certificate, with number, name, title, level and entry
 * @property {Map<number, number>} [counts] of a list: rows by finding, with the sha256 of the file
 */

/**
 * @param {string} digits
 * @param {Map<string, import("./keys.js").PublicKey>} keys
 * @returns {Promise<{receipt: Receipt, key: import("./keys.js").PublicKey, number: string}>}
 */
export async function openReceipt(digits, keys) {
  const { payload, key, signed } = await verifiedContent(digits, keys);
  const receipt = readReceipt(payload);
  requireTrusted(key, "receipts", receipt.issuedAt);
  return { receipt, key, number: await numberOf(signed) };
}

function readReceipt(payload) {
  const content = read(payload);
  if (!saysReceipt(content)) throw new Fault("WrongKind");
  const fields = exactly(content, [EXPIRES, ISSUED_AT, CERTIFICATE]).get(CERTIFICATE);
  const subject = fields.get(BASIS) === LIST ? list(fields) : certificate(fields);
  const issuedAt = seconds(content.get(ISSUED_AT));
  const expiresAt = seconds(content.get(EXPIRES));
  const receipt = { checkedAt: issuedAt, ...subject, issuedAt, expiresAt, state: integer(fields.get(STATE), 0, 0xffffffff) };
  if (expiresAt <= issuedAt || receipt.checkedAt > issuedAt) throw new Fault("InvalidClaim");
  return receipt;
}

function certificate(fields) {
  const entry = fields.get(BASIS) === BY_NAME ? [] : [ENTRY];
  exactly(fields, [KIND, NUMBER, NAME, TITLE, LEVEL, BASIS, FINDING, STATE, ...entry]);
  const checked = {
    basis: integer(fields.get(BASIS), 1, BY_NAME),
    finding: integer(fields.get(FINDING), 1, LAST_OF_ONE_CERTIFICATE),
    number: certificateNumber(fields.get(NUMBER)),
    name: text(fields.get(NAME), 50),
    title: text(fields.get(TITLE), 20),
    level: integer(fields.get(LEVEL), 1, 7),
    entry: entry.length ? integer(fields.get(ENTRY), 0, 2 ** 36 - 1) : null,
  };
  if (utf8(checked.number + checked.name + checked.title).length > MAX_TEXT_BYTES) throw new Fault("InvalidClaim");
  return checked;
}

function list(fields) {
  exactly(fields, [KIND, BASIS, STATE, CHECKED_AT, COUNTS, SHA256]);
  const [counts, sha256] = [fields.get(COUNTS), fields.get(SHA256)];
  if (!(counts instanceof Map) || !(sha256 instanceof Uint8Array) || sha256.length !== 32) throw new Fault("InvalidClaim");
  let rows = 0;
  for (const [finding, count] of counts) {
    integer(finding, 1, LAST_FINDING);
    rows += integer(count, 1, MAX_ROWS);
  }
  integer(rows, 1, MAX_ROWS);
  return { basis: LIST, checkedAt: seconds(fields.get(CHECKED_AT)), counts, sha256 };
}

/** The first 60 bits of the digest of what is signed, in the base 32 of RFC 4648. */
async function numberOf(signed) {
  const digest = new DataView(await crypto.subtle.digest("SHA-256", signed)).getBigUint64(0);
  const letter = (_, at) => LETTERS[Number((digest >> BigInt(59 - 5 * at)) & 31n)];
  return Array.from({ length: 12 }, letter).join("").replace(/(.{4})(?=.)/g, "$1-");
}
