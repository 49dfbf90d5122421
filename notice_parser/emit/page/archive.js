// An archive of notices: what there is, by year, kind and place; what does not add up; each notice a click away.

const page = JSON.parse(document.getElementById("page-json").textContent);
const SHOWN = 100; // cards that are added at a time
const BARS = 12;
const state = { lang: page.lang, words: "", sort: "date", tab: "notices", chosen: new Map(), shown: 0, found: [] };
const rows = page.rows;
rows.forEach((row) => (row.search = [row.title, row.number, row.issuers.join(" "), row.path, row.region, row.kind, ...row.findings.map((one) => one.message)].filter(Boolean).join("\n").toLowerCase()));

const FACETS = {
  year: (row) => [row.date ? row.date.slice(0, 4) : "—"],
  kind: (row) => [row.kind ?? "—"],
  region: (row) => [row.region ?? "—"],
  issuer: (row) => (row.issuers.length ? row.issuers : ["—"]),
  review: (row) => [row.review],
  rule: (row) => [...new Set(row.findings.filter((one) => one.severity !== "info").map((one) => one.rule))],
};
const TONES = { review: { none: "good", look: "warning", unsafe: "error" }, rule: {} };

function say(key, params = {}) {
  return (page.words[state.lang][key] ?? key).replace(/\{(\w+)\}/g, (_, name) => params[name] ?? "");
}

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

function shownName(facet, value) {
  if (facet === "review") return say(`review.${value}`);
  return facet === "rule" ? (page.words[state.lang][`rule.${value}`] ?? value) : value;
}

function isFound(row, without = null) {
  for (const [facet, value] of state.chosen) if (facet !== without && !FACETS[facet](row).includes(value)) return false;
  return state.words.split(/\s+/).every((one) => row.search.includes(one));
}

function drawCharts() {
  const charts = document.getElementById("charts");
  const focused = document.activeElement?.dataset?.facet ? [document.activeElement.dataset.facet, document.activeElement.dataset.value] : null;
  charts.replaceChildren();
  for (const [facet, of] of Object.entries(FACETS)) {
    const counts = new Map();
    for (const row of rows) if (isFound(row, facet)) for (const value of of(row)) counts.set(value, (counts.get(value) ?? 0) + 1);
    if (!counts.size) continue;
    const byCount = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const bars = facet === "year" ? [...counts].sort((a, b) => (a[0] < b[0] ? 1 : -1)) : byCount.slice(0, BARS);
    const most = Math.max(...bars.map(([, count]) => count));
    charts.append(make("div", { class: "chart" }, make("h2", {}, say(`archive_${facet}`)), ...bars.map(([value, count]) => {
      const fill = make("span", { class: "fill" });
      fill.style.width = `${Math.max(2, (100 * count) / most)}%`;
      return make("button", { type: "button", class: "bar", "data-facet": facet, "data-value": value, "data-tone": facet === "rule" ? "error" : (TONES[facet]?.[value] ?? null), "aria-pressed": String(state.chosen.get(facet) === value) },
        make("span", { class: "name", title: shownName(facet, value) }, shownName(facet, value)), make("span", { class: "track" }, fill), make("span", { class: "number" }, String(count)));
    })));
  }
  if (focused) [...charts.querySelectorAll(".bar")].find((bar) => bar.dataset.facet === focused[0] && bar.dataset.value === focused[1])?.focus();
}

function find() {
  const order = {
    date: (a, b) => (b.date ?? "").localeCompare(a.date ?? ""),
    title: (a, b) => (a.title ?? a.path).localeCompare(b.title ?? b.path, "zh-CN"),
    findings: (a, b) => errors(b).length - errors(a).length,
    statistics: (a, b) => b.statistics - a.statistics,
    path: (a, b) => (a.path < b.path ? -1 : 1),
  }[state.sort];
  state.found = rows.filter((row) => isFound(row)).sort(order);
  const findings = state.found.reduce((sum, row) => sum + errors(row).length, 0);
  document.getElementById("summary").textContent = say("archive_summary", { count: state.found.length, all: rows.length, findings });
  document.getElementById("tab-notices").textContent = `${say("archive_notices")} ${state.found.length}`;
  document.getElementById("tab-findings").textContent = `${say("archive_findings")} ${findings}`;
  document.getElementById("chosen").replaceChildren(...[...state.chosen].map(([facet, value]) => make("button", { type: "button", "data-drop": facet }, `${shownName(facet, value)} ×`)));
  drawCharts();
  drawList();
}

function errors(row) {
  return row.findings.filter((one) => one.severity !== "info");
}

function drawList() {
  const list = document.getElementById("list");
  for (const name of ["notices", "findings"]) {
    const tab = document.getElementById(`tab-${name}`);
    tab.setAttribute("aria-selected", String(state.tab === name));
    tab.tabIndex = state.tab === name ? 0 : -1;
  }
  list.setAttribute("aria-labelledby", `tab-${state.tab}`);
  const cards = state.tab === "notices" ? state.found.map((row) => () => noticeCard(row)) : state.found.flatMap((row) => errors(row).map((one) => () => findingCard(row, one)));
  list.replaceChildren();
  if (!cards.length) list.append(make("p", { class: "empty" }, say("archive_none")));
  const more = (from) => {
    list.append(...cards.slice(from, from + SHOWN).map((draw) => draw()));
    if (from + SHOWN >= cards.length) return;
    const near = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && (near.disconnect(), more(from + SHOWN)), { rootMargin: "600px" });
    near.observe(list.lastElementChild);
  };
  more(0);
}

function link(row, said, anchor = "") {
  return row.href ? make("a", { href: row.href + anchor }, said) : said;
}

function noticeCard(row) {
  const bad = errors(row).length;
  const info = row.findings.length - bad;
  return make("article", { class: bad ? "card bad" : "card" },
    make("h3", {}, link(row, row.title ?? row.path)),
    make("p", {}, [row.issuers.join("、"), row.number, row.date, row.kind].filter(Boolean).join(" · ")),
    make("p", {},
      bad ? make("span", { class: "tag error" }, say("archive_bad", { count: bad })) : null,
      info ? make("span", { class: "tag info" }, say("archive_info", { count: info })) : null,
      row.review === "none" ? null : make("span", { class: row.review === "unsafe" ? "tag error" : "tag warning" }, say(`review.${row.review}`)),
      make("span", { class: "tag" }, say("archive_figures", { count: row.statistics })),
      row.tables ? make("span", { class: "tag" }, say("archive_tables", { count: row.tables })) : null,
      row.unread ? make("span", { class: "tag warning" }, say("archive_unread", { count: row.unread })) : null,
      row.title ? row.path : null));
}

function findingCard(row, finding) {
  return make("article", { class: finding.severity === "error" ? "card bad" : "card" },
    make("p", { class: "message" }, make("span", { class: `tag ${finding.severity}` }, shownName("rule", finding.rule)), link(row, finding.message, `#finding-${finding.number}`)),
    make("p", {}, [row.title ?? row.path, row.issuers.join("、"), row.date].filter(Boolean).join(" · ")));
}

function csvCell(value) {
  const said = typeof value === "string" && /^[=@+\-\t\r]/.test(value) ? `'${value}` : String(value ?? "");
  return /[",\r\n]/.test(said) ? `"${said.replaceAll('"', '""')}"` : said;
}

function saveCsv() {
  const names = ["title", "number", "issuers", "date", "kind", "region", "review", "statistics", "tables", "findings", "unread", "path"];
  const lines = [names.map((name) => page.columns[name]?.[state.lang] ?? name), ...state.found.map((row) => names.map((name) => (name === "issuers" ? row.issuers.join("、") : name === "findings" ? errors(row).length : row[name])))];
  const address = URL.createObjectURL(new Blob([`\ufeff${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" }));
  const anchor = make("a", { href: address, download: "notices.csv" });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function setLang(lang) {
  state.lang = lang;
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  document.getElementById("lang").textContent = say("other_language");
  const words = document.getElementById("words");
  words.placeholder = say("archive_search");
  words.setAttribute("aria-label", say("archive_search"));
  document.getElementById("sort").replaceChildren(...["date", "title", "findings", "statistics", "path"].map((one) => make("option", { value: one, selected: one === state.sort ? "" : false }, say(`archive_by_${one}`))));
  find();
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  if (at("#lang")) setLang(state.lang === "zh" ? "en" : "zh");
  if (at("#theme")) {
    const dark = (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    document.documentElement.dataset.theme = dark ? "light" : "dark";
  }
  if (at("#csv")) saveCsv();
  const bar = at(".bar");
  if (bar) {
    const { facet, value } = bar.dataset;
    if (state.chosen.get(facet) === value) state.chosen.delete(facet);
    else state.chosen.set(facet, value);
    find();
  }
  const drop = at("[data-drop]");
  if (drop) (state.chosen.delete(drop.dataset.drop), find());
  const tab = at("[role=tab]");
  if (tab) ((state.tab = tab.id.slice(4)), drawList());
});
document.addEventListener("keydown", (event) => {
  if (!event.target.matches("[role=tab]") || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  state.tab = state.tab === "notices" ? "findings" : "notices";
  drawList();
  document.getElementById(`tab-${state.tab}`).focus();
});
let waiting = null;
document.getElementById("words").addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => ((state.words = event.target.value.trim().toLowerCase()), find()), rows.length > 2000 ? 150 : 0);
});
document.getElementById("sort").addEventListener("change", (event) => ((state.sort = event.target.value), find()));
setLang(page.lang);
document.documentElement.dataset.ready = "yes";
