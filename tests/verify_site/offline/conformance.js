// Runs the vectors of tests/vectors/conformance.json with the verifier of the page; returns the wrong answers.
async ([release, document]) => {
  const load = (name) => import(`${release}/${name}.js`);
  const [{ codeIn }, { openCode }, { readKeySet }, { check }] = await Promise.all(
    ["address", "code", "keys", "check"].map(load),
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
  const functions = {
    open_code: async ({ digits, keys, expect }) => {
      const kind = expect === "certificate" ? 1 : undefined;
      return { claims: inJson((await openCode(digits, keySets[keys], kind)).claims) };
    },
    code_in: ({ text }) => ({ digits: codeIn(text, document.address.split("//")[1]) }),
    read_key_set: async ({ jwks }) => ({ kids: [...(await readKeySet(jwks)).keys()] }),
    check: async ({ text, keys, token, now }) => {
      const bytes = token === null ? null : Uint8Array.from(atob(token), (character) => character.charCodeAt(0));
      const found = await check(text, { address: document.address, keys: keySets[keys], tokenOf: () => bytes, now });
      const { verdict, asOf: as_of, why, fault, host } = found;
      return { verdict, as_of, why, fault, host };
    },
  };
  const sorted = (value) => JSON.stringify(value, value && Object.keys(value).sort());
  const wrong = {};
  for (const vector of document.vectors) {
    let answer;
    try {
      answer = await functions[vector.function](vector.in);
    } catch (fault) {
      answer = { fault: fault.name, host: fault.host };
      if (fault.constructor.name !== "Fault") answer.thrown = String(fault.stack);
    }
    const [got, want] = [answer, vector.want].map((each) => (each.claims ? sorted(each.claims) : sorted(each)));
    if (got !== want) wrong[vector.desc] = answer;
  }
  return wrong;
}
