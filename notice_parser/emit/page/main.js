// Choosing a value lights its words and its line in the lists, both ways, by mouse and by keys; the language, the theme, the legend.

const pane = document.getElementById("text");
const left = document.getElementById("left");
const right = document.getElementById("right");
let lit = [];
let hovered = [];

function elementsOf(path) {
  if (path.includes(":")) return [cellElement(path)].filter(Boolean);
  const value = byPath.get(path);
  return value ? segmentsFor(value) : [];
}

function choose(path, { from = "list", jump = false } = {}) {
  if (path !== null && !path.includes(":") && !byPath.has(path)) return;
  unlight();
  state.selected = path;
  drawWhy(path);
  document.body.classList.toggle("has-why", Boolean(path));
  if (!path) return history.replaceState(null, "", location.pathname + location.search);
  const words = elementsOf(path);
  lit = [...words];
  words.forEach((one) => one.classList.add("lit"));
  (segmentsOf.get(`clause:${path}`) ?? []).forEach((one) => (one.classList.add("lit-clause"), lit.push(one)));
  if (words.length && (jump || (from !== "text" && isWide()))) show(inSight(words), jump);
  if (from === "text") followInLists(path);
  lightLists(path, "lit", lit);
  if (from === "list") document.querySelector(`.panel:not([hidden]) [data-path="${CSS.escape(path)}"]`)?.scrollIntoView({ block: "nearest" }); // the panel below has just taken room
  history.replaceState(null, "", `#${path}`);
  const value = byPath.get(path);
  document.getElementById("said").textContent = value ? `${fieldName(value.field)} ${tooltip(value)}` : (cellPlace(path).raw ?? "");
}

function unlight() {
  lit.forEach((one) => one.classList.remove("lit", "lit-clause", "lit-span"));
  lit = [];
}

function lightLists(path, name, kept) {
  document.querySelectorAll(`#panels [data-path="${CSS.escape(path)}"]`).forEach((one) => (one.classList.add(name), kept.push(one)));
}

function isWide() {
  return matchMedia("(min-width: 900px)").matches;
}

// Brings words into sight; on a narrow screen the text comes to the front for it.
function show(element, jump) {
  if (!isWide() && jump) openTab("text");
  element.closest("details")?.setAttribute("open", "");
  const bring = () => element.scrollIntoView({ block: "center", inline: "center" });
  bring();
  requestAnimationFrame(bring); // what was out of sight has its true height only now
}

// A click in the text brings the value's line in the list into sight.
function followInLists(path) {
  if (path.includes(":")) return;
  const value = byPath.get(path);
  const name = value.field === "statistics" ? "statistics" : value.field === "unread" ? "unread" : "fields";
  if (!isWide()) return;
  openTab(name);
  lineInList(path, name)?.scrollIntoView({ block: "nearest" });
}

function lineInList(path, name) {
  const panel = readyPanel(name);
  const find = () => panel.querySelector(`[data-path="${CSS.escape(path)}"]`);
  if (name === "statistics") {
    if (!table.rows.some((value) => value.path === path)) {
      Object.assign(table, { words: "", only: "all" });
      document.getElementById("words").value = "";
      document.getElementById("only").value = "all";
      fillStatistics();
    }
    while (!find() && table.shown < table.rows.length) moreStatistics();
  }
  return find();
}

function chooseSpan(said) {
  unlight();
  const span = units(said.split("-").map(Number));
  const found = [];
  overLines(span, (i) => {
    if (tableOfLine.has(i)) readySource(tableOfLine.get(i));
    const element = lineElements.get(i);
    if (element) found.push(element);
  });
  found.forEach((one) => (one.classList.add("lit-span"), lit.push(one)));
  if (found.length) show(found[0], true);
}

function chooseFinding(number, jump = false) {
  openTab("findings");
  document.getElementById(`finding-${number}`)?.scrollIntoView({ block: "center" });
  unlight();
  const words = notice.findings[number].evidence.map(evidencePath).filter(Boolean).flatMap(elementsOf);
  words.forEach((one) => (one.classList.add("lit"), lit.push(one)));
  if (words.length && jump && isWide()) show(inSight(words), false);
}

function drawLegend() {
  const legend = document.getElementById("legend");
  legend.replaceChildren();
  drawSwitch(legend);
  const number = new Map();
  for (const value of values) if (value.spans.length) number.set(value.group, (number.get(value.group) ?? 0) + 1);
  for (const group of Object.keys(GROUPS)) {
    if (!number.has(group)) continue;
    legend.append(make("button", { type: "button", class: `key g-${group}`, "data-group": group, "aria-pressed": String(!state.hidden.has(group)) }, say(`group_${group}`), make("span", { class: "count" }, String(number.get(group)))));
  }
  if (number.size > 1) legend.append(make("button", { type: "button", class: "key plain", id: "legend-all" }, say(state.hidden.size ? "show_all" : "show_none")));
}

function toggleGroups(change) {
  change();
  drawLegend();
  left.querySelectorAll(".v").forEach(dressSegment);
}

function drawHead() {
  const title = notice.title?.text ?? notice.source.name ?? say("untitled");
  document.title = title;
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.getElementById("title").textContent = title;
  document.getElementById("subtitle").textContent = [notice.issuers.map((one) => one.name).join("、"), notice.document_number?.text ?? notice.issue_number?.text, notice.date?.iso].filter(Boolean).join(" · ");
  document.getElementById("lang").textContent = say("other_language");
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  for (const element of pane.querySelectorAll(".page-start")) element.textContent = say("page", { number: element.dataset.page });
  drawVerdict();
}

// What the page says in two seconds: is it to be looked at, what was checked, what does not add up, what was left unread.
function drawVerdict() {
  const total = (name) => notice.checks.reduce((sum, one) => sum + one[name], 0);
  const errors = notice.findings.filter((one) => one.severity !== "info").length;
  const infos = notice.findings.length - errors;
  const item = (tab, kind, figure, said) => make("button", { type: "button", class: `fact ${kind}`, "data-tab": tab }, make("b", {}, figure), ` ${said}`);
  document.getElementById("verdict").replaceChildren(
    item("unread", { none: "good", look: "warning", unsafe: "error" }[notice.review.level], { none: "✓", look: "!", unsafe: "✗" }[notice.review.level], word("review", notice.review.level)),
    item("findings", errors ? "error" : "good", String(errors), say("verdict_findings")),
    ...(infos ? [item("findings", "info", String(infos), say("verdict_infos"))] : []),
    item("findings", "plain", `${total("agreed")}/${total("tried")}`, say("verdict_checks")),
    item("statistics", "plain", String(notice.statistics.length), say("verdict_statistics")),
    item("unread", notice.unread.length ? "warning" : "good", String(notice.unread.length), say("verdict_unread")),
  );
}

function setLang(lang) {
  if (page.annotation) keepGold();
  state.lang = lang;
  drawHead();
  drawLegend();
  const open = document.body.dataset.pane;
  drawTabs();
  openTab(state.tab);
  if (open === "text" && !isWide()) openTab("text");
  for (const block of tableBlocks.values()) if (block.childElementCount) (forgetSource(block), block.replaceChildren(), readyTable(block.dataset.table));
  left.querySelectorAll(".v").forEach(dressSegment);
  choose(state.selected, { from: "text" });
}

// The lines below a table are made again when they are asked for.
function forgetSource(block) {
  for (const element of block.querySelectorAll("[data-line]")) {
    const i = Number(element.dataset.line);
    lineElements.delete(i);
    segmented.delete(i);
    for (const [path, kept] of segmentsOf) segmentsOf.set(path, kept.filter((one) => !element.contains(one)));
  }
}

function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
}

function isDark() {
  return (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
}

async function copy(said, button) {
  try {
    await navigator.clipboard.writeText(said);
  } catch {
    const area = make("textarea", { class: "unseen" });
    area.value = said;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const before = button.textContent;
  button.textContent = say("copied");
  setTimeout(() => (button.textContent = before), 1500);
}

// The value that a segment stands for; a second click on the same words goes to the next one that covers them.
function pathAt(element) {
  const paths = element.dataset.v.split(" ").filter((path) => !state.hidden.has(byPath.get(path).group));
  return paths[(paths.indexOf(state.selected) + 1) % paths.length] ?? null;
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const found = (selector, act) => {
    const element = at(selector);
    if (element) act(element);
    return Boolean(element);
  };
  return (
    found("#lang", () => setLang(state.lang === "zh" ? "en" : "zh")) ||
    found("#theme", () => setTheme(isDark() ? "light" : "dark")) ||
    found("#print", () => window.print()) ||
    found("#save-json, #save-json-too", () => download(fileName("json"), `${noticeJson}\n`, "application/json")) ||
    found("#copy-json", (button) => copy(noticeJson, button)) ||
    found("#csv", () => download(fileName("csv"), statisticsCsv(table.rows), "text/csv;charset=utf-8")) ||
    found("[data-csv]", (button) => download(fileName(`${button.dataset.csv}.csv`), tableCsv(tableById.get(button.dataset.csv)), "text/csv;charset=utf-8")) ||
    found("#why-close", () => choose(null)) ||
    found("#why-text", () => choose(state.selected, { jump: true })) ||
    found("#why-list", () => (isWide() || openTab(listOf(state.selected)), followInLists(state.selected), lightLists(state.selected, "lit", lit))) ||
    found("#why-cite", (button) => copy(citation(byPath.get(state.selected)), button)) ||
    found("#as-printed", switchPictures) ||
    found("#legend-all", () => toggleGroups(() => (state.hidden.size ? state.hidden.clear() : Object.keys(GROUPS).forEach((group) => state.hidden.add(group))))) ||
    found("[data-group]", (key) => toggleGroups(() => state.hidden.delete(key.dataset.group) || state.hidden.add(key.dataset.group))) ||
    found("#tabs [role=tab]", (tab) => openTab(tab.id.slice(4))) ||
    found("[data-tab]", (fact) => openTab(fact.dataset.tab)) ||
    found("[data-sort]", (button) => sortBy(button.dataset.sort)) ||
    found("[data-goto-table]", (button) => show(tableBlocks.get(button.dataset.gotoTable), true)) ||
    found("[data-goto-finding]", (button) => chooseFinding(Number(button.dataset.gotoFinding))) ||
    found(".seg.v", (element) => element.classList.contains("off") || choose(pathAt(element), { from: "text" })) ||
    found("[data-path]", (element) => choose(element.dataset.path, { jump: "jump" in element.dataset })) ||
    found("[data-span]", (element) => chooseSpan(element.dataset.span)) ||
    found(".grid [data-cell]", (cell) => choose(cell.dataset.cell, { from: "text" })) ||
    found("[data-finding]", (card) => chooseFinding(Number(card.dataset.finding)))
  );
});

function listOf(path) {
  const field = byPath.get(path)?.field;
  return field === "statistics" ? "statistics" : field === "unread" ? "unread" : "fields";
}

function sortBy(name) {
  table.isDown = table.sort === name && !table.isDown;
  table.sort = name;
  fillStatistics();
}

document.addEventListener("input", (event) => {
  if (event.target.id === "words") table.words = event.target.value.trim();
  else if (event.target.id === "only") table.only = event.target.value;
  else return;
  fillStatistics();
});

// Under the pointer or the focus: the words light up where the line is, and the line where the words are.
function hover(event) {
  hovered.forEach((one) => one.classList.remove("near"));
  hovered = [];
  const element = event.target.closest?.(".seg.v, [data-path]");
  if (!element || element.classList.contains("off")) return;
  const paths = element.dataset.v?.split(" ") ?? [element.dataset.path];
  for (const path of paths) {
    const words = path.includes(":") ? [] : (segmentsOf.get(path) ?? (left.contains(element) ? [] : elementsOf(path)));
    words.forEach((one) => (one.classList.add("near"), hovered.push(one)));
    lightLists(path, "near", hovered);
  }
}

document.addEventListener("pointerover", hover);
document.addEventListener("focusin", hover);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && state.selected) return choose(null);
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const active = document.activeElement;
  if (active?.matches(".seg.v")) {
    if (step) walk(visibleSegments(), active, step, event);
    else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(pathAt(active), { from: "text" });
    }
  } else if (active?.matches("button.value")) {
    if (step) walk([...active.closest(".panel").querySelectorAll("button.value")], active, step, event);
    else if (event.key === "Enter") {
      event.preventDefault();
      choose(active.dataset.path ?? null, { jump: true });
      if (active.dataset.span) chooseSpan(active.dataset.span);
    }
  } else if (active?.matches("[role=tab]") && step) {
    const tabs = [...document.querySelectorAll("#tabs [role=tab]")].filter((tab) => tab.offsetParent);
    event.preventDefault();
    openTab(tabs[(tabs.indexOf(active) + step + tabs.length) % tabs.length].id.slice(4), { focus: true });
  } else if (active === pane && step === 1) {
    const first = visibleSegments()[0];
    if (first) (event.preventDefault(), first.focus());
  }
});

function visibleSegments() {
  return [...left.querySelectorAll(".seg.v:not(.off)")].filter((one) => !one.closest("[hidden]"));
}

function walk(stops, active, step, event) {
  const next = stops[stops.indexOf(active) + step];
  if (!next) return;
  event.preventDefault();
  active.tabIndex = -1;
  next.tabIndex = 0;
  if (next.matches(".seg")) readyNear(next);
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// The lines of the next chunk are cut before the keys get there.
function readyNear(element) {
  const next = element.closest(".chunk")?.nextElementSibling;
  if (next) readyChunk(next);
}

// Shown again where the address says which value: page.html#statistics.11, or #s12.
function fromAddress() {
  const said = decodeURIComponent(location.hash.slice(1));
  const finding = /^finding-(\d+)$/.exec(said);
  if (finding && notice.findings[finding[1]]) return chooseFinding(Number(finding[1]), true);
  const path = statisticPath.get(said) ?? said;
  if (byPath.has(path)) choose(path, { jump: true });
  else if (/^t\d+:\d+:\d+$/.test(path) && cellElement(path)) choose(path, { jump: true });
}

drawText();
drawPictures();
drawHead();
drawLegend();
drawTabs();
openTab(page.annotation ? "gold" : notice.findings.some((one) => one.severity === "error") ? "findings" : "fields");
if (!isWide()) openTab("text");
pane.tabIndex = 0;
window.addEventListener("beforeprint", readyForPrint);
window.addEventListener("hashchange", fromAddress);
fromAddress();
document.documentElement.dataset.ready = "yes";
