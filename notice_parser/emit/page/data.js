// What the page holds: the notice, its values with their places in UTF-16 units, and which figures no finding leaves in peace.

const page = JSON.parse(document.getElementById("page-json").textContent);
// every "<" is written as \u003c, so that nothing in a notice can end the element; here it is what the library printed again
const noticeJson = document.getElementById("notice-json").textContent.replace(/(?<!\\)((?:\\\\)*)\\u003c/g, "$1<");
const notice = JSON.parse(exactly(noticeJson));
const text = notice.text;

const state = { lang: page.lang, selected: null, hidden: new Set(), tab: null };

// JSON in which every figure that a float would print otherwise is a string: 99.90 keeps its zero.
function exactly(json) {
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    token[0] === '"' || String(Number(token)) === token ? token : `"${token}"`,
  );
}

// Wording of a key in the page's language; the key itself where there is none.
function say(key, params = {}) {
  const said = page.words[state.lang][key] ?? key;
  return said.replace(/\{(\w+)\}/g, (_, name) => params[name] ?? "");
}

// A word of a closed set (measure, role ...): say it, or show it as it is.
function word(kind, value) {
  return value === null || value === undefined ? "" : (page.words[state.lang][`${kind}.${value}`] ?? String(value));
}

// The name of a property: Chinese from the model, English from the JSON itself.
function label(type, name) {
  return state.lang === "zh" ? (page.labels[type]?.[name] ?? name) : name.replaceAll("_", " ");
}

// Spans count code points, strings of a browser UTF-16 units: the places of characters that take two.
const astral = [];
if (/[\ud800-\udbff]/.test(text)) {
  let point = 0;
  for (const character of text) {
    if (character.length === 2) astral.push(point);
    point += 1;
  }
}

function unit(point) {
  let low = 0;
  let high = astral.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (astral[middle] < point) low = middle + 1;
    else high = middle;
  }
  return point + low;
}

function units(span) {
  return span ? [unit(span[0]), unit(span[1])] : null;
}

const GROUPS = {
  statistic: ["statistics"],
  unread: ["unread"],
  title: ["title", "kind"],
  number: ["document_number", "issue_number"],
  issuer: ["issuers", "signers", "contacts"],
  recipient: ["recipients"],
  date: ["date", "published", "printed", "effective", "expires"],
  time: ["times", "deadlines"],
  reference: ["references"],
  attachment: ["attachments"],
  mark: ["security", "urgency", "copy_number", "remark"],
  metadata: ["metadata"],
};
const TYPES = {
  title: "Title", kind: "Kind", document_number: "DocumentNumber", issue_number: "IssueNumber", issuers: "Issuer", signers: "Signer",
  contacts: "Contact", recipients: "Recipient", date: "Date", published: "Date", printed: "Date", effective: "Date", expires: "Date",
  times: "Time", deadlines: "Deadline", references: "Reference", attachments: "Attachment", security: "Mark", urgency: "Mark",
  copy_number: "Mark", remark: "Mark", metadata: "MetadataRow", statistics: "Statistic", unread: "Unread",
};

// Every value: its path in the JSON, group, field, the object itself, its span and, of a statistic, the clause it stands in.
function collect() {
  const found = [];
  for (const [group, fields] of Object.entries(GROUPS)) {
    for (const field of fields) {
      const held = notice[field];
      if (!held) continue;
      const parts = Array.isArray(held) ? held.map((part, i) => [`${field}.${i}`, part]) : [[field, held]];
      for (const [path, part] of parts) {
        const isStatistic = field === "statistics";
        const spans = [units(isStatistic ? part.quantity_span : part.span), ...(part.mentions ?? []).map(units)].filter(Boolean);
        found.push({ path, group, field, part, spans, clause: isStatistic ? units(part.span) : null });
      }
    }
  }
  return found;
}

const values = collect();
const byPath = new Map(values.map((value) => [value.path, value]));
const statisticPath = new Map(notice.statistics.map((one, i) => [one.id, `statistics.${i}`]));
const tableById = new Map(notice.tables.map((table) => [table.id, table]));

function cellPath(table, row, column) {
  return `${table}:${row}:${column}`;
}

// The path that a piece of evidence points at; null where it has a span alone.
function evidencePath(one) {
  if (one.statistic) return statisticPath.get(one.statistic) ?? null;
  return one.table === null || one.row === null || one.column === null ? null : cellPath(one.table, one.row, one.column);
}

// path → numbers of the findings that rest on it; the first piece of evidence is the figure that is said to be wrong
const findingsOf = new Map();
const accused = new Map();
notice.findings.forEach((finding, number) => {
  finding.evidence.forEach((one, place) => {
    const path = evidencePath(one);
    if (!path) return;
    if (!findingsOf.has(path)) findingsOf.set(path, []);
    if (!findingsOf.get(path).includes(number)) findingsOf.get(path).push(number);
    if (place === 0 && !accused.has(path)) accused.set(path, finding.severity);
  });
});

// What a value says, in one line.
function shown(value) {
  const part = value.part;
  if (value.field === "statistics") return `${grouped(part.value)}${part.value_max === null ? "" : `–${grouped(part.value_max)}`}${part.unit ?? ""}`;
  if (value.field === "contacts") return [part.name, part.phone, part.email].filter(Boolean).join(" ");
  if (value.field === "signers") return [part.office, part.name].filter(Boolean).join(" ");
  if (value.field === "metadata") return `${part.name}：${part.value ?? "—"}`;
  if (value.field === "times") return interval(part);
  if (value.field === "deadlines") return `${part.due ?? "—"} ${part.action ?? ""}`.trim();
  if (value.field === "attachments") return `${part.number ? `${part.number}. ` : ""}${part.title}`;
  if (value.field === "references") return [part.title && `《${part.title}》`, part.document_number?.text].filter(Boolean).join(" ") || part.raw;
  return part.text ?? part.name ?? part.iso ?? part.raw ?? "";
}

// Days as a reader says them: a whole month, quarter or year by its name, all else from day to day.
function interval(period) {
  if (!period) return "";
  const { start, end } = period;
  if (start === null && end === null) return period.raw ?? "";
  if (start === null) return `≤ ${end}`;
  if (start === end || end === null) return start;
  const [year, month] = start.split("-").map(Number);
  const months = start.endsWith("-01") && isMonthEnd(end) && end.startsWith(start.slice(0, 5)) ? Number(end.slice(5, 7)) - month + 1 : 0;
  if (months === 12) return String(year);
  if (months === 3 && month % 3 === 1) return `${year} Q${(month + 2) / 3}`;
  return months === 1 ? start.slice(0, 7) : `${start} – ${end}`;
}

function isMonthEnd(day) {
  const [year, month, number] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate() === number;
}

// A figure with its thousands apart, every digit as it stands in the JSON.
function grouped(figure) {
  if (figure === null || figure === undefined) return "";
  const [, sign, whole, rest] = /^(-?)(\d*)(.*)$/.exec(String(figure));
  return `${sign === "-" ? "−" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${rest}`;
}

function isLink(address) {
  return typeof address === "string" && /^https?:\/\/\S+$/i.test(address);
}

// An element: make("p", {class: "x"}, "text", child ...). Text is always text.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}
