// The right side: fields, statistics, findings, tables, what was left unread, the JSON. A panel is built when it is first opened.

const MORE_ROWS = 200; // rows that are added at a time
const SHOWN_EVIDENCE = 8;
const PANELS = {
  fields: drawFields,
  statistics: drawStatistics,
  findings: drawFindings,
  tables: drawTables,
  unread: drawUnread,
  json: drawJson,
  ...(page.annotation ? { gold: (panel) => drawGold(panel) } : {}),
};
const table = { sort: null, isDown: false, words: "", only: "all", rows: [], shown: 0 };

function counts() {
  return {
    statistics: notice.statistics.length,
    findings: notice.findings.length,
    tables: notice.tables.length,
    unread: notice.unread.length + notice.diagnostics.length,
  };
}

function drawTabs() {
  const tabs = document.getElementById("tabs");
  const panels = document.getElementById("panels");
  tabs.replaceChildren();
  panels.replaceChildren();
  tabs.append(make("button", { type: "button", role: "tab", id: "tab-text", class: "narrow", "aria-controls": "text", "aria-selected": "false", tabindex: "-1" }, say("tab_text")));
  const held = counts();
  for (const name of Object.keys(PANELS)) {
    const isBad = name === "findings" && notice.findings.some((one) => one.severity === "error");
    tabs.append(make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, "aria-selected": "false", tabindex: "-1" },
      say(`tab_${name}`), held[name] === undefined ? null : make("span", { class: isBad ? "count bad" : "count" }, String(held[name]))));
    panels.append(make("div", { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, class: "panel", hidden: true }));
  }
}

function openTab(name, { focus = false } = {}) {
  const isText = name === "text";
  document.body.dataset.pane = isText ? "text" : "panels";
  if (!isText) state.tab = name;
  for (const tab of document.querySelectorAll("#tabs [role=tab]")) {
    const isOn = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(isOn));
    tab.tabIndex = isOn ? 0 : -1;
    if (isOn && focus) tab.focus();
  }
  if (isText) return;
  for (const panel of document.querySelectorAll("#panels > .panel")) panel.hidden = panel.id !== `panel-${name}`;
  readyPanel(name);
}

function readyPanel(name) {
  const panel = document.getElementById(`panel-${name}`);
  if (!panel.childElementCount) {
    PANELS[name](panel);
    rove(panel);
  }
  return panel;
}

// For the printer, everything is there.
function readyForPrint() {
  for (const name of Object.keys(PANELS)) if (name !== "json" && name !== "gold") readyPanel(name);
  while (document.getElementById("records") && table.shown < table.rows.length) moreStatistics();
}

// A line that stands for a value and can be chosen: by click, or by Enter.
function valueButton(value, ...inside) {
  return make("button", { type: "button", class: "value", "data-path": value.path, tabindex: "-1" },
    make("span", { class: `dot g-${value.group}`, "aria-hidden": "true" }), make("span", { class: "said" }, ...(inside.length ? inside : [shown(value)])));
}

function drawFields(panel) {
  const list = make("dl", { class: "fields" });
  const row = (name, ...inside) => inside.length && list.append(make("div", {}, make("dt", {}, name), make("dd", {}, ...inside)));
  const of = (field) => values.filter((value) => value.field === field);
  row(label("Notice", "document_class"), word("class", notice.document_class.text));
  for (const field of ["title", "document_number", "issue_number", "kind", "issuers"]) row(fieldName(field), ...of(field).map((one) => valueButton(one)));
  if (notice.region) row(label("Notice", "region"), [notice.region.name, notice.region.code].filter(Boolean).join(" "));
  for (const role of ["main", "copy", "report", "send", "distribute"]) row(word("role", role), ...of("recipients").filter((one) => one.part.role === role).map((one) => valueButton(one)));
  for (const field of ["date", "published", "printed", "effective", "expires", "security", "urgency", "copy_number", "signers", "contacts", "remark", "attachments"]) row(fieldName(field), ...of(field).map((one) => valueButton(one)));
  row(fieldName("references"), ...of("references").map((one) => valueButton(one, shown(one), " ", make("span", { class: "tag" }, word("relation", one.part.relation)))));
  row(fieldName("deadlines"), ...of("deadlines").map((one) => valueButton(one)));
  row(fieldName("times"), ...of("times").map((one) => valueButton(one, one.part.raw, make("span", { class: "muted" }, ` ${interval(one.part)}`))));
  row(fieldName("metadata"), ...of("metadata").map((one) => valueButton(one)));
  const source = notice.source;
  const origin = [source.name, source.media_type, source.n_pages && say("pages", { count: source.n_pages }), say("bytes", { count: grouped(source.n_bytes) })];
  row(label("Notice", "source"), origin.filter(Boolean).join(" · "));
  if (source.url) row(label("Source", "url"), isLink(source.url) ? make("a", { href: source.url, rel: "noopener noreferrer", target: "_blank" }, source.url) : source.url);
  row(label("Notice", "producer"), `notice-parser ${notice.producer.version} · ${label("Producer", "rules")} ${notice.producer.rules.slice(0, 12)}`);
  panel.append(list);
}

const COLUMNS = [
  { name: "value", type: "Statistic", of: (part) => Number(part.value), show: (part, value) => [shown(value)] },
  { name: "subject", type: "Statistic", of: (part) => part.subject ?? "" },
  { name: "indicator", type: "Statistic", of: (part) => part.indicator ?? "" },
  { name: "period", type: "Statistic", of: (part) => part.period?.end ?? "", show: (part) => [interval(part.period)] },
  { name: "measure", type: "Statistic", of: (part) => part.measure, show: (part) => tags(part) },
];

function tags(part) {
  const said = [word("measure", part.measure)];
  if (part.qualifier !== "exact") said.push(word("qualifier", part.qualifier));
  if (part.modality === "target") said.push(word("modality", "target"));
  if (part.change) said.push(`${word("direction", part.change.direction)}${part.change.basis ? ` (${part.change.basis})` : ""}`);
  if (part.part_of) said.push(say("part_of", { id: part.part_of }));
  return said.map((one) => make("span", { class: "tag" }, one));
}

function drawStatistics(panel) {
  if (!notice.statistics.length) return panel.append(make("p", { class: "empty" }, say("no_statistics")));
  const only = make("select", { id: "only", "aria-label": say("only") }, ...["all", "against", "actual", "target", "change", "ratio", "inherited"].map((one) => make("option", { value: one, selected: one === table.only }, say(`only_${one}`))));
  panel.append(
    make("div", { class: "tools" },
      make("input", { type: "search", id: "words", placeholder: say("search"), "aria-label": say("search"), value: table.words }),
      only,
      make("button", { type: "button", id: "csv" }, say("download_csv")),
      make("span", { id: "shown-count", class: "muted", role: "status" }),
    ),
    make("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": say("tab_statistics") },
      make("table", { class: "records" },
        make("thead", {}, make("tr", {}, ...COLUMNS.map((column) => make("th", { scope: "col", "data-column": column.name }, make("button", { type: "button", "data-sort": column.name }, label(column.type, column.name), make("span", { class: "arrow", "aria-hidden": "true" })))))),
        make("tbody", { id: "records" }),
      ),
    ),
    make("p", { class: "muted legend-note" }, say("inherited_note")),
  );
  fillStatistics();
}

function isShown({ path, part }) {
  const only = {
    all: true, against: findingsOf.has(path), actual: part.modality === "actual", target: part.modality === "target",
    change: part.change !== null, ratio: part.measure === "ratio", inherited: part.inherited.length > 0,
  }[table.only];
  if (!only) return false;
  const said = [part.id, part.raw, part.subject, part.indicator, part.unit, part.period?.raw, part.period?.start, part.rule].join("\n").toLowerCase();
  return table.words.toLowerCase().split(/\s+/).every((one) => said.includes(one));
}

function fillStatistics() {
  const column = COLUMNS.find((one) => one.name === table.sort);
  table.rows = values.filter((value) => value.field === "statistics" && isShown(value));
  if (column) {
    const collator = new Intl.Collator(state.lang === "zh" ? "zh-CN" : "en", { numeric: true });
    const order = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
    table.rows.sort((a, b) => (table.isDown ? -1 : 1) * order(column.of(a.part), column.of(b.part)));
  }
  for (const head of document.querySelectorAll("[data-column]")) {
    if (head.dataset.column === table.sort) head.setAttribute("aria-sort", table.isDown ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
  document.getElementById("records").replaceChildren();
  document.getElementById("shown-count").textContent = say("shown_count", { count: table.rows.length, all: notice.statistics.length });
  table.shown = 0;
  moreStatistics();
}

function moreStatistics() {
  const body = document.getElementById("records");
  const next = table.rows.slice(table.shown, table.shown + MORE_ROWS);
  body.append(...next.map(statisticRow));
  table.shown += next.length;
  rove(body);
  if (table.shown >= table.rows.length) return;
  const last = body.lastElementChild;
  const near = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) (near.disconnect(), moreStatistics());
  });
  near.observe(last);
}

function statisticRow(value) {
  const { part, path } = value;
  const blamed = accused.get(path);
  const row = make("tr", { "data-path": path, class: blamed ? `bad-${blamed}` : findingsOf.has(path) ? "in-finding" : null });
  for (const column of COLUMNS) {
    const inside = column.show ? column.show(part, value) : [column.of(part)];
    const isTaken = part.inherited.includes(column.name);
    if (column.name === "value") {
      const warned = blamed ? [make("span", { class: "warn", "aria-hidden": "true" }, mark(blamed)), make("span", { class: "unseen" }, say("cell_wrong"))] : [];
      row.append(make("th", { scope: "row", class: "number" }, make("button", { type: "button", class: "value", "data-path": path, tabindex: "-1" }, ...warned, ...inside)));
    } else row.append(make("td", { class: isTaken ? "taken" : null, "data-of": column.name, title: column.name === "period" && part.period ? [part.period.start, part.period.end].filter(Boolean).join(" – ") : null }, ...(isTaken ? [make("span", { title: say("taken") }, ...inside)] : inside)));
  }
  return row;
}

function drawFindings(panel) {
  if (!notice.findings.length) panel.append(make("p", { class: "empty good" }, say("no_findings")));
  const order = ["error", "warning", "info"];
  const sorted = notice.findings.map((finding, number) => [finding, number]).sort(([a], [b]) => order.indexOf(a.severity) - order.indexOf(b.severity));
  for (const [finding, number] of sorted) panel.append(drawFinding(finding, number));
  panel.append(make("h2", {}, say("checks")), make("p", { class: "muted" }, say("checks_note")));
  const head = ["rule", "tried", "agreed", "failed", "skipped"].map((name) => make("th", { scope: "col" }, label("Check", name)));
  const rows = notice.checks.map((one) => make("tr", { class: one.failed ? "bad-row" : null }, make("th", { scope: "row" }, word("rule", one.rule)), ...["tried", "agreed", "failed", "skipped"].map((name) => make("td", { class: "number" }, String(one[name])))));
  panel.append(make("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": say("checks") }, make("table", { class: "records checks" }, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows))));
}

function drawFinding(finding, number) {
  const card = make("article", { class: `finding bad-${finding.severity}`, id: `finding-${number}`, "data-finding": number });
  card.append(make("h3", {}, make("span", { class: `badge ${finding.severity}` }, `${mark(finding.severity)} ${word("severity", finding.severity)}`), word("rule", finding.rule)));
  if (finding.stated !== null && finding.computed !== null) {
    const unitOf = finding.evidence[0] && evidenceUnit(finding.evidence[0]);
    const cell = (name, figure) => make("div", {}, make("dt", {}, label("Finding", name)), make("dd", {}, `${grouped(figure)}${unitOf ?? ""}`));
    card.append(make("dl", { class: "sum" }, cell("stated", finding.stated), cell("computed", finding.computed), !Number(finding.difference) ? null : cell("difference", finding.difference), !Number(finding.tolerance) ? null : cell("tolerance", finding.tolerance)));
  }
  card.append(make("p", { class: "message" }, finding.message));
  const chips = make("div", { class: "chips" });
  const draw = (evidence) => evidence.forEach((one) => chips.append(evidenceChip(one)));
  draw(finding.evidence.slice(0, SHOWN_EVIDENCE));
  if (finding.evidence.length > SHOWN_EVIDENCE) {
    const more = make("button", { type: "button", class: "more" }, say("more", { count: finding.evidence.length - SHOWN_EVIDENCE }));
    more.addEventListener("click", () => (more.remove(), draw(finding.evidence.slice(SHOWN_EVIDENCE))));
    chips.append(more);
  }
  card.append(chips);
  return card;
}

function evidenceUnit(one) {
  const path = evidencePath(one);
  if (one.statistic) return byPath.get(path)?.part.unit;
  if (!path) return null;
  const place = cellPlace(path);
  return place.table.columns[place.column]?.type === "percent" ? "%" : (place.table.columns[place.column]?.unit ?? place.table.unit);
}

function evidenceChip(one) {
  const path = evidencePath(one);
  if (path && byPath.has(path)) {
    const part = byPath.get(path).part;
    return make("button", { type: "button", class: "chip", "data-path": path, "data-jump": "" }, make("b", {}, part.quantity), ` ${[part.subject, part.indicator].filter(Boolean).join(" ")}`);
  }
  if (path) {
    const place = cellPlace(path);
    return make("button", { type: "button", class: "chip cell", "data-path": path, "data-jump": "" }, make("b", {}, place.raw || "—"), ` ${place.rowName} · ${place.columnName}`);
  }
  if (one.span) return make("button", { type: "button", class: "chip", "data-span": one.span.join("-"), "data-jump": "" }, text.slice(...units(one.span)));
  return make("span", { class: "chip" }, one.table ?? "—");
}

function drawTables(panel) {
  if (!notice.tables.length) return panel.append(make("p", { class: "empty" }, say("no_tables")));
  for (const one of notice.tables) {
    const places = one.parts.map((part) => [part.page === null ? null : say("page", { number: part.page + 1 }), part.method, part.confidence === null ? null : part.confidence].filter((said) => said !== null).join(" · "));
    panel.append(make("article", { class: "card" },
      make("h3", {}, tableName(one)),
      make("p", { class: "muted" }, `${word("table", one.kind)} · ${tableSize(one)}`),
      make("p", { class: "muted" }, `${label("Table", "parts")}：${places.join("；") || "—"}`),
      make("div", { class: "chips" },
        make("button", { type: "button", class: "chip", "data-goto-table": one.id }, say("see")),
        make("button", { type: "button", class: "chip", "data-csv": one.id }, say("download_csv"))),
    ));
  }
}

function drawUnread(panel) {
  panel.append(make("h2", {}, `${fieldName("unread")} (${notice.unread.length})`), make("p", { class: "muted" }, say("unread_note")));
  panel.append(make("div", { class: "list" }, ...values.filter((value) => value.field === "unread").map((value) => valueButton(value, context(value.spans[0])))));
  panel.append(make("h2", {}, `${label("Notice", "diagnostics")} (${notice.diagnostics.length})`));
  notice.diagnostics.forEach((one, i) => {
    const said = state.lang === "en" ? page.diagnostics[i] : one.message;
    const inside = [make("span", { class: `badge ${one.severity}` }, word("severity", one.severity)), ` ${said} `, make("code", {}, one.code)];
    panel.append(one.span ? make("button", { type: "button", class: "value", "data-span": one.span.join("-"), "data-jump": "", tabindex: "-1" }, make("span", { class: "said" }, ...inside)) : make("p", { class: "diagnostic" }, ...inside));
  });
}

// The words around a span, itself marked.
function context(span, reach = 24) {
  const before = text.slice(Math.max(0, span[0] - reach), span[0]).split("\n").pop();
  const behind = text.slice(span[1], span[1] + reach).split("\n")[0];
  return make("span", {}, before, make("mark", {}, text.slice(...span)), behind);
}

function drawJson(panel) {
  panel.append(make("div", { class: "tools" }, make("button", { type: "button", id: "copy-json" }, say("copy")), make("button", { type: "button", id: "save-json-too" }, say("download_json"))));
  panel.append(make("pre", { class: "json", tabindex: "0", role: "region", "aria-label": "JSON" }, indented(noticeJson)));
}

// The JSON with a value a line, token by token: no figure goes through a float.
function indented(json) {
  let depth = 0;
  const pad = () => `\n${"  ".repeat(depth)}`;
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|\[(?:-?[\d.,]+|null)*\]|\{\}|[[\]{},:]/g, (token) => {
    if (token[0] === '"' || token === "{}" || token.length > 1) return token;
    if (token === "{" || token === "[") return (depth += 1), token + pad();
    if (token === "}" || token === "]") return (depth -= 1), pad() + token;
    return token === "," ? token + pad() : `${token} `;
  });
}

// One stop for the tab key in a list of values; arrows go from one to the next.
function rove(list) {
  const buttons = list.querySelectorAll("button.value");
  if (buttons.length && ![...buttons].some((one) => one.tabIndex === 0)) buttons[0].tabIndex = 0;
}
