// The notice as printed: a paragraph a line, tables in their places; words that carry values are segments, made when they come near.

const CHUNK_LINES = 40; // lines that are laid out together, or passed over while they are out of sight
const lines = [];
const lineElements = new Map(); // number of a line → its element
const segmented = new Set();
const segmentsOf = new Map(); // path → its segments
const valuesOfLine = new Map();
const tableBlocks = new Map(); // id of a table → its block
const tableOfLine = new Map(); // number of a line → id of the table it is shown in

function lineAt(offset) {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle].start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function overLines(span, take) {
  for (let i = lineAt(span[0]); i < lines.length && lines[i].start < span[1]; i += 1) take(i);
}

function readLines() {
  let start = 0;
  for (const line of text.split("\n")) {
    lines.push({ start, end: start + line.length });
    start += line.length + 1;
  }
  const put = (span, mark) =>
    overLines(span, (i) => {
      if (!valuesOfLine.has(i)) valuesOfLine.set(i, []);
      valuesOfLine.get(i).push({ span, ...mark });
    });
  for (const value of values) {
    for (const span of value.spans) put(span, { path: value.path, group: value.group });
    if (value.clause) put(value.clause, { path: value.path, isClause: true });
  }
  for (const section of allSections()) {
    const span = units(section.heading_span);
    put(span, { isHeading: true, level: section.level });
    lines[lineAt(span[0])].section = section;
  }
  for (const table of notice.tables) {
    for (const part of table.parts) if (part.span) overLines(units(part.span), (i) => tableOfLine.set(i, table.id));
  }
}

function allSections() {
  const found = [];
  const walk = (sections) => sections.forEach((one) => (found.push(one), walk(one.children)));
  walk(notice.sections);
  notice.annexes.forEach((annex) => walk(annex.sections));
  return found;
}

// How a line is set: headings, the title in the middle, the signature to the right, as a printed notice has them.
function lineClass(i) {
  const { start, end, section } = lines[i];
  const within = (part) => part?.span && unit(part.span[0]) < end && unit(part.span[1]) > start;
  const fills = (part) => within(part) && unit(part.span[0]) - start <= 1 && end - unit(part.span[1]) <= 1;
  if (within(notice.title)) return "title";
  if (notice.annexes.some((annex) => annex.title && unit(annex.span[0]) <= start && start < unit(annex.span[1]) && text.slice(start, end).trim() === annex.title)) return "annex-title";
  if (section && unit(section.heading_span[1]) >= end - 1) return `heading level-${Math.min(section.level, 4)}`;
  if (fills(notice.document_number) || fills(notice.issue_number)) return "centre";
  if (notice.issuers.some((one) => one.evidence === "letterhead" && within(one)) && i < 4) return "letterhead";
  if ((notice.date?.evidence === "signature" && fills(notice.date)) || notice.issuers.some((one) => one.evidence === "signature" && fills(one))) return "signature";
  if (notice.recipients.some((one) => one.role === "main" && within(one))) return "flush";
  return "plain";
}

function drawText() {
  readLines();
  const pane = document.getElementById("text");
  const pageStarts = notice.pages.length > 1 ? new Map(notice.pages.map((span, i) => [lineAt(unit(span[0])), i + 1])) : new Map();
  const annexStarts = new Set(notice.annexes.map((annex) => lineAt(unit(annex.span[0]))));
  let chunk = null;
  let held = CHUNK_LINES;
  const put = (element) => {
    if (held >= CHUNK_LINES) {
      chunk = make("div", { class: "chunk" });
      pane.append(chunk);
      held = 0;
    }
    chunk.append(element);
    held += 1;
  };
  for (let i = 0; i < lines.length; i += 1) {
    if (annexStarts.has(i)) put(make("hr", { class: "annex-start" }));
    if (pageStarts.has(i)) put(make("p", { class: "page-start", "data-page": pageStarts.get(i) }, say("page", { number: pageStarts.get(i) })));
    const table = tableOfLine.get(i);
    if (table) {
      if (!tableBlocks.has(table)) {
        const block = make("div", { class: "grid-block", "data-table": table, id: `table-${table}` });
        tableBlocks.set(table, block);
        put(block);
        held = CHUNK_LINES; // what follows a table is laid out apart from it
      }
      continue;
    }
    const line = text.slice(lines[i].start, lines[i].end);
    const kind = lineClass(i);
    const element = make(kind === "title" || kind.startsWith("heading") ? "h2" : "p", { class: `line ${kind}`, "data-line": i }, line);
    lineElements.set(i, element);
    put(element);
  }
  for (const table of notice.tables) {
    if (tableBlocks.has(table.id)) continue;
    const block = make("div", { class: "grid-block", "data-table": table.id, id: `table-${table.id}` });
    tableBlocks.set(table.id, block);
    put(block);
  }
  const near = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => (readyChunk(entry.target), near.unobserve(entry.target))),
    { rootMargin: "800px" },
  );
  pane.querySelectorAll(".chunk").forEach((one) => near.observe(one));
  window.addEventListener("beforeprint", () => pane.querySelectorAll(".chunk").forEach(readyChunk));
}

function readyChunk(chunk) {
  chunk.querySelectorAll("[data-line]").forEach((element) => readyLine(Number(element.dataset.line)));
  chunk.querySelectorAll(".grid-block").forEach((block) => readyTable(block.dataset.table));
}

// Cuts a line at every border of a value, clause or heading; each segment knows all values that cover it.
function readyLine(i) {
  const element = lineElements.get(i);
  if (!element || segmented.has(i)) return;
  segmented.add(i);
  const marks = valuesOfLine.get(i);
  if (!marks) return;
  const { start, end } = lines[i];
  const cuts = new Set([start, end]);
  for (const { span } of marks) for (const cut of span) if (cut > start && cut < end) cuts.add(cut);
  const places = [...cuts].sort((a, b) => a - b);
  const pieces = [];
  for (let k = 0; k + 1 < places.length; k += 1) {
    const [from, to] = [places[k], places[k + 1]];
    const over = marks.filter(({ span }) => span[0] <= from && span[1] >= to);
    pieces.push(over.length ? segment(text.slice(from, to), over) : text.slice(from, to));
  }
  element.replaceChildren(...pieces);
}

function segment(said, over) {
  // the innermost value gives the colour and is the first to be shown
  const carried = over.filter((mark) => mark.group).sort((a, b) => a.span[1] - a.span[0] - (b.span[1] - b.span[0]));
  const clauses = over.filter((mark) => mark.isClause);
  const element = make("span", { class: over.some((mark) => mark.isHeading) ? "seg in-heading" : "seg" }, said);
  if (carried.length) {
    element.classList.add("v");
    element.dataset.v = carried.map((mark) => mark.path).join(" ");
    element.setAttribute("role", "button");
    element.setAttribute("tabindex", "-1");
    dressSegment(element);
  }
  for (const mark of carried) remember(mark.path, element);
  for (const mark of clauses) remember(`clause:${mark.path}`, element);
  return element;
}

function remember(key, element) {
  if (!segmentsOf.has(key)) segmentsOf.set(key, []);
  segmentsOf.get(key).push(element);
}

// Colour, tooltip and mark of a segment, by the legend as it stands.
function dressSegment(element) {
  const paths = element.dataset.v.split(" ").filter((path) => !state.hidden.has(byPath.get(path).group));
  for (const name of [...element.classList]) if (name.startsWith("g-") || name.startsWith("bad-")) element.classList.remove(name);
  element.classList.toggle("off", paths.length === 0);
  element.classList.toggle("several", paths.length > 1);
  if (!paths.length) return element.removeAttribute("title");
  const first = byPath.get(paths[0]);
  element.classList.add(`g-${first.group}`);
  const blamed = paths.map((path) => accused.get(path)).find(Boolean);
  if (blamed) element.classList.add(`bad-${blamed}`);
  element.title = paths.map((path) => tooltip(byPath.get(path))).join("\n");
}

function tooltip(value) {
  const part = value.part;
  const said = value.field === "statistics" ? [part.subject, part.indicator, part.period && interval(part.period), shown(value)].filter(Boolean).join(" · ") : shown(value);
  const against = findingsOf.get(value.path)?.map((number) => `\n${mark(notice.findings[number].severity)} ${notice.findings[number].message}`) ?? [];
  return `${fieldName(value.field)}：${said}${against.join("")}`;
}

function mark(severity) {
  return { error: "✗", warning: "!", info: "i" }[severity];
}

function fieldName(field) {
  return label("Notice", field);
}

// The segments of a value, its lines being cut where they are not yet.
function segmentsFor(value) {
  for (const span of value.clause ? [...value.spans, value.clause] : value.spans) {
    overLines(span, (i) => {
      if (tableOfLine.has(i)) readySource(tableOfLine.get(i));
      readyLine(i);
    });
  }
  return segmentsOf.get(value.path) ?? [];
}
