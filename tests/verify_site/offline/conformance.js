// Runs the vectors of tests/vectors/conformance.json with the verifier of the page; returns the wrong answers.
async ([release, document]) => {
  const load = (name) => import(`${release}/${name}.js`);
  const [{ codeIn }, { openCode }, { openReceipt }, { readKeySet }, { check }, { toHex }] = await Promise.all(
    ["address", "code", "receipts", "keys", "check", "bytes"].map(load),
  );
  const keySets = {};
  for (const [name, jwks] of Object.entries(document.key_sets)) keySets[name] = await readKeySet(JSON.stringify(jwks));
  const day = (days) => new Date(days * 86400000).toISOString().slice(0, 10);
  const inJson = (claims) => ({
    kind: claims.kind,
    number: claims.number,
    name: claims.name,
    title: claims.title,
    level: claims.level,
    specialty: claims.specialty,
    approved_on: day(claims.approvedOn),
    issued_on: day(claims.issuedOn),
    signed_at: new Date(claims.signedAt * 1000).toISOString().replace(".000", ""),
    status: [claims.status.list, claims.status.index],
  });
  const receiptInJson = ({ issuedAt, expiresAt, checkedAt, counts, sha256, ...said }) => ({
    issued_at: issuedAt,
    expires_at: expiresAt,
    ...said,
    ...(counts && { checked_at: checkedAt, counts: Object.fromEntries(counts), sha256: toHex(sha256) }),
  });
  const functions = {
    open_code: async ({ digits, keys, expect }) => {
      const kind = expect === "certificate" ? 1 : undefined;
      return { claims: inJson((await openCode(digits, keySets[keys], kind)).claims) };
    },
    open_receipt: async ({ digits, keys }) => {
      const { receipt, number } = await openReceipt(digits, keySets[keys]);
      return { number, receipt: receiptInJson(receipt) };
    },
    code_in: ({ text }) => ({ digits: codeIn(text, document.address.split("//")[1]) }),
    read_key_set: async ({ jwks }) => ({ kids: [...(await readKeySet(jwks)).keys()] }),
    check: async ({ text, keys, token, now }) => {
      const bytes = token === null ? null : Uint8Array.from(atob(token), (character) => character.charCodeAt(0));
      const found = await check(text, { address: document.address, keys: keySets[keys], tokenOf: () => bytes, now });
      const { verdict, asOf: as_of, why, fault, host, number, expired } = found;
      return { verdict, as_of, why, fault, host, number, expired };
    },
  };
  const inOrder = (_, value) =>
    value?.constructor === Object ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  const sorted = (value) => JSON.stringify(value, inOrder);
  const wrong = {};
  for (const vector of document.vectors) {
    let answer;
    try {
      answer = await functions[vector.function](vector.in);
    } catch (fault) {
      answer = { fault: fault.name, host: fault.host };
      if (fault.constructor.name !== "Fault") answer.thrown = String(fault.stack);
    }
    const [got, want] = [answer, vector.want].map(sorted);
    if (got !== want) wrong[vector.desc] = answer;
  }
  return wrong;
}
