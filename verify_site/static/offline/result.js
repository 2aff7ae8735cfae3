// A finding as the section of the page that tells it. All words come from the page; all values go in as text.

import { toHex } from "./bytes.js";

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
  const box = element("div", {}, element("h2", { id: "verdict" }, headline));
  if (finding.why) box.append(element("p", {}, element("strong", {}, words.why[finding.why])));
  box.append(element("p", {}, verdict.meaning));
  if (finding.expired) box.append(element("p", {}, element("strong", {}, words.receipt.texts.expired)));
  if (finding.host) box.append(list({ class: "facts" }, [[words.texts.leads_to, finding.host]]));
  const icon = element("img", { src: `/static/icons/${verdict.icon}.svg`, alt: "", width: "72", height: "72" });
  const whole = document.createDocumentFragment();
  whole.append(
    element("section", { class: `verdict ${verdict.tone}`, "aria-labelledby": "verdict" }, icon, box),
    element("h3", {}, words.texts.next),
    element("ol", { class: "steps" }, ...verdict.steps.map((step) => element("li", {}, step))),
  );
  if (finding.claims) whole.append(...printed(finding, words, issuers));
  if (finding.receipt) whole.append(...stated(finding, words, issuers));
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
  return sheet(words.texts.content, rows, words.labels.issuer, issuers[key.issuer]?.[words.language]);
}

/** What a receipt says of its day, in the order of its paper. */
function stated({ receipt, key, number }, words, issuers) {
  const { texts, bases, then, then_by_name: thenByName, rows: rowsOf } = words.receipt;
  const found = receipt.counts
    ? [...receipt.counts].map(([finding, count]) => [texts.rows.replace("%(count)s", count), rowsOf[finding]])
    : [
        [texts.found, (receipt.entry === null ? thenByName : then)[receipt.finding]],
        [words.labels.number, receipt.number],
        [words.labels.name, receipt.name, true],
        [words.labels.title, receipt.title, true],
        [words.labels.level, words.levels[receipt.level]],
      ];
  const rows = [
    [texts.number, number],
    ...found,
    [texts.basis, bases[receipt.basis]],
    [texts.checked_at, moment(receipt.checkedAt, words)],
    [texts.state, texts.up_to.replace("%(state)s", receipt.state)],
    [texts.expires_at, moment(receipt.expiresAt, words)],
  ];
  if (receipt.sha256) rows.push([texts.sha256, toHex(receipt.sha256)]);
  return sheet(texts.content, rows, texts.issuer, issuers[key.issuer]?.[words.language] ?? key.issuer);
}

function sheet(heading, rows, label, issuer) {
  if (issuer) rows.push([label, issuer]);
  return [element("h3", {}, heading), element("div", { class: "sheet" }, list({}, rows))];
}

function list(attributes, rows) {
  const line = ([label, value, chinese]) =>
    element("div", {}, element("dt", {}, label), element("dd", chinese ? { lang: "zh-CN" } : {}, value));
  return element("dl", attributes, ...rows.map(line));
}
