// A finding as the section of the page that tells it. All words come from the page; all values go in as text.

/** An element with attributes and children, which may be text. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** A moment in China's time. @param {number} seconds since 1970 @returns {string} */
export function moment(seconds, words) {
  const locale = words.language === "zh" ? "zh-CN" : "en-GB";
  const options = { timeZone: "Asia/Shanghai", dateStyle: "long", timeStyle: "short", hourCycle: "h23" };
  const written = new Intl.DateTimeFormat(locale, options).format(new Date(seconds * 1000));
  return filled(words.texts.moment, written);
}

/** @param {string} text with its place for a moment @returns {string} */
export function filled(text, written) {
  return text.replace("%(moment)s", written);
}

function day(days, words) {
  const locale = words.language === "zh" ? "zh-CN" : "en-GB";
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", dateStyle: "long" }).format(new Date(days * 86400000));
}

/**
 * @param {object} finding what `check` returned
 * @param {object} words what the page says
 * @param {Record<string, {zh: string, en: string}>} issuers names by id
 * @returns {DocumentFragment}
 */
export function told(finding, words, issuers) {
  const verdict = words.verdicts[finding.verdict];
  const headline = finding.asOf === undefined ? verdict.headline : filled(verdict.headline, moment(finding.asOf, words));
  const meaning = finding.fault === "ReceiptCode" ? words.receipt : verdict.meaning;
  const box = element("div", {}, element("h2", { id: "verdict" }, headline));
  if (finding.why) box.append(element("p", {}, element("strong", {}, words.why[finding.why])));
  box.append(element("p", {}, meaning));
  if (finding.host) box.append(list({ class: "facts" }, [[words.texts.leads_to, finding.host]]));
  const icon = element("img", { src: `/static/icons/${verdict.icon}.svg`, alt: "", width: "72", height: "72" });
  const whole = document.createDocumentFragment();
  whole.append(
    element("section", { class: `verdict ${verdict.tone}`, "aria-labelledby": "verdict" }, icon, box),
    element("h3", {}, words.texts.next),
    element("ol", { class: "steps" }, ...verdict.steps.map((step) => element("li", {}, step))),
  );
  if (finding.claims) whole.append(...printed(finding, words, issuers));
  return whole;
}

/** What is printed, field by field, in the order of the sheet. */
function printed({ claims, key }, words, issuers) {
  const rows = [
    [words.labels.name, claims.name, true],
    [words.labels.title, claims.title, true],
    [words.labels.level, words.levels[claims.level]],
    [words.labels.specialty, claims.specialty, true],
    [words.labels.approved_on, day(claims.approvedOn, words)],
    [words.labels.issued_on, day(claims.issuedOn, words)],
    [words.labels.number, claims.number],
    [words.texts.kind, words.kinds[claims.kind]],
  ];
  const issuer = issuers[key.issuer]?.[words.language];
  if (issuer) rows.push([words.labels.issuer, issuer]);
  return [element("h3", {}, words.texts.content), element("div", { class: "sheet" }, list({}, rows))];
}

function list(attributes, rows) {
  const line = ([label, value, chinese]) =>
    element("div", {}, element("dt", {}, label), element("dd", chinese ? { lang: "zh-CN" } : {}, value));
  return element("dl", attributes, ...rows.map(line));
}
