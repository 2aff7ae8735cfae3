// The public keys that are trusted, and checking a signature with one of them: FORMAT.md sections 3 and 7.

import { fromBase64Url, toHex, utf8 } from "./bytes.js";
import { Fault } from "./faults.js";

const REQUIRED = ["kty", "crv", "x", "kid", "alg", "purpose", "issuer", "state"];
const OPTIONAL = ["y", "use", "withdrawn_from"];
const PURPOSES = ["certificates", "recognition-letters", "receipts", "status-lists"];
const STATES = ["active", "retired", "withdrawn"];
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/;
const HIGHEST_LOW_S = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8";
const KINDS = {
  "EC P-256": { alg: "ES256", cose: -7, by: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } },
  "OKP Ed25519": { alg: "EdDSA", cose: -8, by: { name: "Ed25519" } },
};

/**
 * @typedef {object} PublicKey
 * @property {string} kid 8 hex digits
 * @property {number} algorithm the COSE number
 * @property {string} purpose
 * @property {string} issuer
 * @property {number} withdrawnFrom seconds since 1970; Infinity for a key that was not withdrawn
 * @property {(signature: Uint8Array, message: Uint8Array) => Promise<void>} verify throws a Fault
 */

/** Read a JWK set; a set with any fault is refused as a whole. @returns {Promise<Map<string, PublicKey>>} by kid */
export async function readKeySet(json) {
  const keys = new Map();
  for (const members of entries(json)) {
    const key = await readKey(members);
    if (keys.has(key.kid)) throw new Fault("InvalidKeySet");
    keys.set(key.kid, key);
  }
  return keys;
}

function entries(json) {
  let document;
  try {
    document = JSON.parse(json);
  } catch {
    throw new Fault("InvalidKeySet");
  }
  const names = document && typeof document === "object" ? Object.keys(document) : [];
  demand(names.length === 1 && Array.isArray(document.keys) && !repeatsAMember(json));
  return document.keys;
}

/** Whether an object in this JSON, which is known to be well-formed, has a member twice. */
function repeatsAMember(json) {
  const open = [];
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}]/gs)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (token.endsWith(":")) {
      const name = JSON.parse(token.slice(0, -1));
      if (open.at(-1).has(name)) return true;
      open.at(-1).add(name);
    }
  }
  return false;
}

async function readKey(members) {
  demand(members && typeof members === "object" && !Array.isArray(members));
  const names = Object.keys(members);
  demand(REQUIRED.every((name) => names.includes(name)));
  demand(names.every((name) => [...REQUIRED, ...OPTIONAL].includes(name) && typeof members[name] === "string"));
  demand((members.use ?? "sig") === "sig");
  demand(PURPOSES.includes(members.purpose) && STATES.includes(members.state));
  demand(/^[\x21-\x7e]{1,64}$/.test(members.issuer));
  demand((members.state === "withdrawn") === (members.withdrawn_from !== undefined));
  const kind = KINDS[`${members.kty} ${members.crv}`];
  demand(kind && kind.alg === members.alg && (members.kty === "EC") === (members.y !== undefined));
  demand([members.x, members.y ?? members.x].every((part) => fromBase64Url(part)?.length === 32));
  demand(members.kid === (await thumbprint(members)).slice(0, 8));
  return {
    kid: members.kid,
    algorithm: kind.cose,
    purpose: members.purpose,
    issuer: members.issuer,
    withdrawnFrom: members.withdrawn_from === undefined ? Infinity : seconds(members.withdrawn_from),
    verify: checker(await imported(members, kind), kind),
  };
}

/** The RFC 7638 thumbprint in hex. */
async function thumbprint({ crv, kty, x, y }) {
  const input = JSON.stringify(y === undefined ? { crv, kty, x } : { crv, kty, x, y });
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(input))));
}

/** The key for WebCrypto; null where this browser does not know the algorithm. */
async function imported({ kty, crv, x, y }, kind) {
  try {
    return await crypto.subtle.importKey("jwk", y === undefined ? { kty, crv, x } : { kty, crv, x, y }, kind.by, true, [
      "verify",
    ]);
  } catch (error) {
    if (error.name === "NotSupportedError") return null;
    throw new Fault("InvalidKeySet");
  }
}

function checker(key, kind) {
  return async (signature, message) => {
    if (key === null) throw new Fault("CannotCheck");
    if (kind.alg === "ES256" && toHex(signature.slice(32)) > HIGHEST_LOW_S) throw new Fault("HighS");
    const holds = signature.length === 64 && (await crypto.subtle.verify(kind.by, key, signature, message));
    if (!holds) throw new Fault("BadSignature");
  };
}

function seconds(moment) {
  const milliseconds = MOMENT.test(moment) ? Date.parse(moment) : NaN;
  demand(Number.isFinite(milliseconds));
  return milliseconds / 1000;
}

function demand(holds) {
  if (!holds) throw new Fault("InvalidKeySet");
}
