// The deterministic subset of CBOR (RFC 8949 section 4.2.1) that FORMAT.md section 2 allows, and nothing beyond it.
//
//   read(bytes)  ->  the one value, or a Fault that names what is wrong
//
// Maps come as Map, byte strings as Uint8Array, integers as number (beyond 2**53 as bigint), a tag as Tagged.

import { toHex, joined } from "./bytes.js";
import { Fault } from "./faults.js";

const [UINT, NINT, BYTES, TEXT, ARRAY, MAP, , SIMPLE] = [0, 1, 2, 3, 4, 5, 6, 7];
/** Tag, array, map, value. */
const MAX_DEPTH = 4;
/** An argument in 1, 2, 4 or 8 further bytes must not have fitted a shorter head. */
const SMALLEST_ARGUMENT = { 24: 24n, 25: 1n << 8n, 26: 1n << 16n, 27: 1n << 32n };
const SIMPLE_VALUES = new Map([[20, false], [21, true], [22, null]]);

/** A value behind a CBOR tag. */
export class Tagged {
  constructor(tag, value) {
    this.tag = tag;
    this.value = value;
  }
}

/** Decode exactly one item; the first fault in byte order decides. @param {Uint8Array} bytes */
export function read(bytes) {
  const reader = new Reader(bytes);
  const value = reader.item(MAX_DEPTH);
  if (reader.at !== bytes.length) throw new Fault("TrailingBytes");
  return value;
}

/** A byte string with its head. @param {Uint8Array} content @returns {Uint8Array} */
export function byteString(content) {
  const size = content.length;
  if (size < 24) return joined([0x40 | size], content);
  if (size < 1 << 8) return joined([0x58, size], content);
  if (size < 1 << 16) return joined([0x59, size >> 8, size & 0xff], content);
  return joined([0x5a, size >>> 24, (size >> 16) & 0xff, (size >> 8) & 0xff, size & 0xff], content);
}

class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  item(depth) {
    if (depth === 0) throw new Fault("TooDeep");
    const [major, argument] = this.head();
    if (major === UINT) return argument;
    if (major === NINT) return typeof argument === "bigint" ? -1n - argument : -1 - argument;
    if (major === BYTES) return this.take(argument);
    if (major === TEXT) return textOf(this.take(argument));
    if (major === SIMPLE) return SIMPLE_VALUES.get(argument);
    if (major === ARRAY) return this.array(argument, depth - 1);
    if (major === MAP) return this.map(argument, depth - 1);
    return new Tagged(argument, this.item(depth - 1));
  }

  /** Major type and argument of the next head. */
  head() {
    const first = this.take(1)[0];
    const [major, info] = [first >> 5, first & 0x1f];
    if (major === SIMPLE && !SIMPLE_VALUES.has(info)) throw new Fault("NotCbor");
    if (info < 24) return [major, info];
    if (info === 31 && [BYTES, TEXT, ARRAY, MAP].includes(major)) throw new Fault("NonCanonical");
    if (info > 27) throw new Fault("NotCbor");
    const argument = BigInt(`0x${toHex(this.take(1 << (info - 24)))}`);
    if (argument < SMALLEST_ARGUMENT[info]) throw new Fault("NonCanonical");
    return [major, argument <= Number.MAX_SAFE_INTEGER ? Number(argument) : argument];
  }

  take(size) {
    if (size > this.bytes.length - this.at) throw new Fault("Truncated");
    const start = this.at;
    this.at += Number(size);
    return this.bytes.subarray(start, this.at);
  }

  array(size, depth) {
    const items = [];
    while (items.length < size) items.push(this.item(depth));
    return items;
  }

  map(size, depth) {
    const entries = new Map();
    const seen = new Set();
    let last = "";
    while (entries.size < size) {
      const start = this.at;
      const label = this.item(depth);
      if (!isLabel(label)) throw new Fault("NotCbor");
      // Hex keeps the bytewise order, and there is one encoding of each label.
      const encoded = toHex(this.bytes.subarray(start, this.at));
      if (seen.has(encoded)) throw new Fault("DuplicateLabel");
      if (encoded < last) throw new Fault("NonCanonical");
      last = encoded;
      seen.add(encoded);
      entries.set(label, this.item(depth));
    }
    return entries;
  }
}

function isLabel(value) {
  return ["number", "bigint", "string"].includes(typeof value) || value instanceof Uint8Array;
}

function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Fault("NotCbor");
  }
}
