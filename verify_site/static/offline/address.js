// From whatever a person scanned, pasted or typed to the digits of a code: FORMAT.md section 8.

import { Fault } from "./faults.js";

const MAX_TYPED = 4000;
const MAX_HOST_SHOWN = 253;
const IGNORED = /[\s\x1c-\x1f\x85\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+/gu;
const DIGITS = /^[0-9]+$/;
const PATH = /^\/?[Vv]\/([0-9]+)\/?(?:[?#].*)?$/u;
const WEB = /^(?:[Hh][Tt][Tt][Pp][Ss]?:)?\/\/([^/?#]*)(.*)$/u;
/** Without a scheme only a dotted name or a port tells a host from other text. */
const BARE = /^([^/?#:]+\.[^/?#:]+(?::[0-9]+)?|[^/?#:]+:[0-9]+)(\/.*)$/u;

/**
 * The digits in an address of this site, its path, or digits alone; nothing about them is verified.
 * @param {string} text
 * @param {string} authority the official host, with its port if it has one
 * @returns {string}
 */
export function codeIn(text, authority) {
  if ([...text].length > MAX_TYPED) throw new Fault("CodeTooLong");
  const plain = text.normalize("NFKC").replace(IGNORED, "");
  if (DIGITS.test(plain)) return plain;
  const path = PATH.exec(plain) ?? PATH.exec(pathHere(plain, authority));
  if (!path) throw new Fault("NotACode");
  return path[1];
}

function pathHere(text, authority) {
  const found = WEB.exec(text) ?? BARE.exec(text);
  if (!found) throw new Fault("NotACode");
  if (found[1].toLowerCase() === authority) return found[2];
  const host = shown(found[1]);
  // With a user name or a backslash it may lead here after all, but nothing that we made is written like that.
  throw host === authority ? new Fault("NotACode") : new Fault("ForeignAddress", { host });
}

/** The host that a browser would go to, in characters that cannot imitate others. */
function shown(authority) {
  const behindUser = authority.split("\\")[0].split("@").pop();
  const host = inAscii([...behindUser.toLowerCase()].slice(0, MAX_HOST_SHOWN).join(""));
  return host.replace(/[^a-z0-9.:[\]_-]/gu, "?").slice(0, MAX_HOST_SHOWN) || "?";
}

function inAscii(host) {
  if (/^[\x00-\x7f]*$/.test(host)) return host;
  try {
    return new URL(`http://${host}`).host;
  } catch {
    return host;
  }
}
