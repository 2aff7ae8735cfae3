// The whole check of a code without a network.
//
//   await check(text, { address, keys, tokenOf, now })
//     -> { verdict: "in_force", asOf, claims, key }
//
// Verdicts: in_force, not_in_force and status_unknown for a genuine code; malformed, bad_signature, unknown_key,
// untrusted_key and foreign as the site has them; cannot_check where the browser lacks the algorithm.

import { codeIn } from "./address.js";
import { openCode } from "./code.js";
import { Fault, verdictOf } from "./faults.js";
import { standingOf } from "./status.js";

/**
 * @param {string} text what was scanned, pasted or typed
 * @param {object} known
 * @param {string} known.address the official address, https://host
 * @param {Map<string, import("./keys.js").PublicKey>} known.keys
 * @param {(list: number) => Promise<Uint8Array | null> | Uint8Array | null} known.tokenOf the status list of a number
 * @param {number} known.now seconds since 1970
 */
export async function check(text, { address, keys, tokenOf, now }) {
  try {
    const { claims, key } = await openCode(codeIn(text, address.split("//")[1]), keys);
    const { standing, ...rest } = await standingOf(claims, await tokenOf(claims.status.list), keys, address, now);
    return { verdict: standing, ...rest, claims, key };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { verdict: verdictOf(fault), fault: fault.name, host: fault.host };
  }
}
