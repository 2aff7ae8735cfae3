// The whole check of a code without a network.
//
//   await check(text, { address, keys, tokenOf, now })
//     -> { verdict: "in_force", asOf, claims, key }
//
// Verdicts: in_force, not_in_force and status_unknown for a genuine code; malformed, bad_signature, unknown_key,
// untrusted_key and foreign as the site has them; cannot_check where the browser lacks the algorithm; receipt for a
// genuine verification receipt, with { receipt, key, number, expired }: it states its day, not what holds now.

import { codeIn } from "./address.js";
import { openCode } from "./code.js";
import { Fault, verdictOf } from "./faults.js";
import { openReceipt } from "./receipts.js";
import { standingOf } from "./status.js";

/**
 * @param {string} text what was scanned, pasted or typed
 * @param {object} known
 * @param {string} known.address the official address, https://host
 * @param {Map<string, import("./keys.js").PublicKey>} known.keys
 * @param {(list: number) => Promise<Uint8Array | null> | Uint8Array | null} known.tokenOf the status list of a number
 * @param {number} known.now seconds since 1970
 */
export async function check(text, known) {
  try {
    const digits = codeIn(text, known.address.split("//")[1]);
    return await certificateIn(digits, known).catch((fault) => {
      if (fault.name !== "ReceiptCode") throw fault;
      return receiptIn(digits, known);
    });
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { verdict: verdictOf(fault), fault: fault.name, host: fault.host };
  }
}

async function certificateIn(digits, { address, keys, tokenOf, now }) {
  const { claims, key } = await openCode(digits, keys);
  const { standing, ...rest } = await standingOf(claims, await tokenOf(claims.status.list), keys, address, now);
  return { verdict: standing, ...rest, claims, key };
}

async function receiptIn(digits, { keys, now }) {
  const opened = await openReceipt(digits, keys);
  return { verdict: "receipt", ...opened, expired: now >= opened.receipt.expiresAt };
}
