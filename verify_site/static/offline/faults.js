// What can be wrong with a code or a status list, under the names that signing/FORMAT.md and signing/STATUS.md give.

/** One fault. `name` is its name in the specification; `host` is where a foreign address leads. */
export class Fault extends Error {
  /** @param {string} name @param {{host?: string}} [details] */
  constructor(name, details = {}) {
    super(name);
    this.name = name;
    Object.assign(this, details);
  }
}

/** The verdict of every fault that is not `malformed`: FORMAT.md section 5. */
const VERDICTS = {
  UnknownKey: "unknown_key",
  BadSignature: "bad_signature",
  HighS: "bad_signature",
  AlgorithmMismatch: "bad_signature",
  WrongPurpose: "untrusted_key",
  WithdrawnKey: "untrusted_key",
  ForeignAddress: "foreign",
  CannotCheck: "cannot_check",
};

/** What a fault of a code means to a person. @param {Fault} fault @returns {string} */
export function verdictOf(fault) {
  return VERDICTS[fault.name] ?? "malformed";
}
