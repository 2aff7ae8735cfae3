// What a certificate says: the CWT claims behind a code, and their limits (FORMAT.md section 4).

import { read } from "./cbor.js";
import { utf8 } from "./bytes.js";
import { Fault } from "./faults.js";

export const ISSUED_AT = 6;
export const CERTIFICATE = -65537;
const [KIND, NUMBER, NAME, TITLE, LEVEL, SPECIALTY, APPROVED, ISSUED, STATUS] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const RECEIPT = 3;
const MAX_TEXT_BYTES = 250;
/** Days since 1970-01-01 of 1900-01-01 and 2099-12-31; seconds of 2000-01-01 and of the end of 2099. */
const [FIRST_DAY, LAST_DAY] = [-25567, 47481];
const [FIRST_SECOND, LAST_SECOND] = [946684800, 4102444799];
const FORBIDDEN = new RegExp(
  "[\\x00-\\x1f\\x7f-\\xa0\\xad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f" +
    "\\u2028-\\u202f\\u205f-\\u206f\\u3000\\u3164\\ud800-\\udfff\\ue000-\\uf8ff\\ufdd0-\\ufdef\\ufe00-\\ufe0f\\ufeff" +
    "\\uffa0\\ufff0-\\uffff\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{1fffe}\\u{1ffff}\\u{2fffe}\\u{2ffff}" +
    "\\u{3fffe}-\\u{10ffff}]",
  "u",
);

/**
 * @typedef {object} Claims
 * @property {number} kind 1 certificate, 2 recognition letter
 * @property {string} number
 * @property {string} name
 * @property {string} title
 * @property {number} level
 * @property {string} specialty
 * @property {number} approvedOn days since 1970-01-01
 * @property {number} issuedOn days since 1970-01-01
 * @property {number} signedAt seconds since 1970
 * @property {{list: number, index: number}} status
 */

/** The claims in a payload. @param {Uint8Array} payload @returns {Claims} */
export function readClaims(payload) {
  const content = read(payload);
  if (saysReceipt(content)) throw new Fault("ReceiptCode");
  const fields = exactly(exactly(content, [ISSUED_AT, CERTIFICATE]).get(CERTIFICATE), [
    KIND, NUMBER, NAME, TITLE, LEVEL, SPECIALTY, APPROVED, ISSUED, STATUS,
  ]);
  const claims = {
    kind: integer(fields.get(KIND), 1, 2),
    number: certificateNumber(fields.get(NUMBER)),
    name: text(fields.get(NAME), 50),
    title: text(fields.get(TITLE), 20),
    level: integer(fields.get(LEVEL), 1, 7),
    specialty: text(fields.get(SPECIALTY), 30),
    approvedOn: integer(fields.get(APPROVED), FIRST_DAY, LAST_DAY),
    issuedOn: integer(fields.get(ISSUED), FIRST_DAY, LAST_DAY),
    signedAt: seconds(content.get(ISSUED_AT)),
    status: status(fields.get(STATUS)),
  };
  const together = utf8(claims.number + claims.name + claims.title + claims.specialty).length;
  if (together > MAX_TEXT_BYTES) throw new Fault("InvalidClaim");
  return claims;
}

/** Whether a payload is a verification receipt's, which has claims of its own. */
export function saysReceipt(content) {
  const certificate = content instanceof Map ? content.get(CERTIFICATE) : null;
  return certificate instanceof Map && certificate.get(KIND) === RECEIPT;
}

/** A map with these labels and no other. */
export function exactly(value, labels) {
  if (!(value instanceof Map)) throw new Fault("InvalidClaim");
  if ([...value.keys()].some((label) => !labels.includes(label))) throw new Fault("UnknownClaim");
  if (labels.some((label) => !value.has(label))) throw new Fault("MissingClaim");
  return value;
}

export function integer(value, lowest, highest) {
  if (typeof value !== "number" || value < lowest || value > highest) throw new Fault("InvalidClaim");
  return value;
}

/** A moment of signing, of checking or of an end: seconds since 1970. */
export function seconds(value) {
  return integer(value, FIRST_SECOND, LAST_SECOND);
}

export function certificateNumber(value) {
  const number = text(value, 24);
  if (number.includes(" ") || utf8(number).length > 40) throw new Fault("InvalidClaim");
  return number;
}

export function text(value, longest) {
  const fits =
    typeof value === "string" &&
    value !== "" &&
    [...value].length <= longest &&
    !FORBIDDEN.test(value) &&
    !/^ | $| {2}/.test(value) &&
    value.normalize("NFC") === value;
  if (!fits) throw new Fault("InvalidClaim");
  return value;
}

function status(value) {
  if (!Array.isArray(value) || value.length !== 2) throw new Fault("InvalidClaim");
  return { list: integer(value[0], 0, 65535), index: integer(value[1], 0, 1048575) };
}
