// What this device keeps: the key set, the status lists and the issuers' names, as the official site published them.
//
//   await renew(address)           fetches everything, and keeps it only when all of it can be read
//   const kept = await open()      null where nothing is kept yet

import { Fault } from "./faults.js";
import { readKeySet } from "./keys.js";
import { listUri, readToken } from "./status.js";

const CACHE = "offline-published";
const KEYS = "/.well-known/certificate-keys.json";
const INDEX = "/status/index.json";
const FETCHED = "/offline/fetched";

const pathOf = (list) => `/status/${list}.cwt`;

/**
 * @typedef {object} Kept
 * @property {Map<string, import("./keys.js").PublicKey>} keys
 * @property {number} fetchedAt seconds since 1970
 * @property {{lists: number[], issuers: Record<string, {zh: string, en: string}>}} index
 * @property {(list: number) => Promise<Uint8Array | null>} tokenOf
 */

/** Whether this browser can check and keep anything. @returns {boolean} */
export function supported() {
  return Boolean(globalThis.crypto?.subtle && globalThis.caches && globalThis.DecompressionStream);
}

/** What is kept. @returns {Promise<Kept | null>} */
export async function open() {
  const cache = await caches.open(CACHE);
  const [keys, index, fetched] = await Promise.all([KEYS, INDEX, FETCHED].map((path) => cache.match(path)));
  if (!keys || !index || !fetched) return null;
  const tokenOf = async (list) => {
    const token = await cache.match(pathOf(list));
    return token ? new Uint8Array(await token.arrayBuffer()) : null;
  };
  return {
    keys: await readKeySet(await keys.text()),
    fetchedAt: Number(await fetched.text()),
    index: await index.json(),
    tokenOf,
  };
}

/**
 * Fetch keys and lists anew. Throws where any of them is out of reach or cannot be read, and then what was kept stays.
 * @param {string} address the official address
 * @param {number} now seconds since 1970
 */
export async function renew(address, now) {
  // The index first and the keys after the lists: whatever is published meanwhile, every list finds its key.
  const index = await published(INDEX, JSON.stringify({ lists: [], issuers: {} }));
  const { lists } = JSON.parse(index.text);
  const tokens = await Promise.all(lists.map((list) => published(pathOf(list))));
  const keySet = await published(KEYS);
  const keys = await readKeySet(keySet.text);
  await Promise.all(tokens.map((token, at) => readToken(token.bytes, keys, listUri(lists[at], address), now)));
  const cache = await caches.open(CACHE);
  await Promise.all([
    ...tokens.map((token, at) => cache.put(pathOf(lists[at]), new Response(token.bytes))),
    cache.put(KEYS, new Response(keySet.bytes)),
    cache.put(INDEX, new Response(index.bytes)),
    cache.put(FETCHED, new Response(String(now))),
  ]);
}

/** A published file, asked of the site and not of a cache; `instead` stands for one that was never published. */
async function published(path, instead) {
  const answer = await fetch(path, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok && (instead === undefined || answer.status !== 404)) throw new Fault("NotPublished");
  const bytes = answer.ok ? new Uint8Array(await answer.arrayBuffer()) : new TextEncoder().encode(instead);
  return { bytes, text: new TextDecoder().decode(bytes) };
}

/**
 * From when and until when the oldest list speaks; null without lists.
 * @param {Kept} kept @param {string} address @param {number} now
 * @returns {Promise<{issuedAt: number, expiresAt: number} | null>}
 */
export async function ages(kept, address, now) {
  const found = [];
  for (const list of kept.index.lists) {
    try {
      found.push(await readToken(await kept.tokenOf(list), kept.keys, listUri(list, address), now));
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      found.push({ issuedAt: 0, expiresAt: 0 });
    }
  }
  return found.reduce((oldest, each) => (oldest && oldest.expiresAt <= each.expiresAt ? oldest : each), null);
}
