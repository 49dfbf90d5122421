// Behind a value: the words it was read from, the rule that read them, what was taken over, what the audit says.

function drawWhy(path) {
  const why = document.getElementById("why");
  why.hidden = !path;
  why.replaceChildren();
  if (!path) return;
  if (path.includes(":")) drawCellWhy(why, path);
  else drawValueWhy(why, byPath.get(path));
  why.scrollTop = 0;
}

function whyHead(why, group, name, said) {
  why.append(make("div", { class: "why-head" },
    make("strong", {}, said), make("span", { class: `tag g-${group}` }, name),
    make("button", { type: "button", id: "why-close", "aria-label": say("close") }, "×")));
  why.append(...against(state.selected)); // first of all: does anything speak against it?
}

function drawValueWhy(why, value) {
  const part = value.part;
  whyHead(why, value.group, fieldName(value.field) + (part.id ? ` ${part.id}` : ""), shown(value));
  if (value.spans.length) why.append(quoted(value));
  else why.append(make("p", { class: "muted" }, say("no_span")));
  const rows = make("dl", { class: "facts" });
  const row = (name, said, isTaken = false) => {
    if (said === null || said === undefined || said === "") return;
    rows.append(make("div", {}, make("dt", {}, name), make("dd", { class: isTaken ? "taken" : null }, said, isTaken ? make("em", {}, ` ${say("taken")}`) : null)));
  };
  const type = TYPES[value.field];
  if (value.field === "statistics") {
    const of = (name) => label(type, name);
    row(of("subject"), part.subject, part.inherited.includes("subject"));
    row(of("region"), part.region && [part.region.name, part.region.code].filter(Boolean).join(" "));
    row(of("indicator"), part.indicator, part.inherited.includes("indicator"));
    row(of("period"), part.period && `${interval(part.period)}${part.period.resolved_by === "written" ? "" : `（${word("resolved_by", part.period.resolved_by)}）`}`, part.inherited.includes("period"));
    row(of("value"), `${part.quantity} → ${grouped(part.value)}${part.value_max === null ? "" : `–${grouped(part.value_max)}`}`);
    row(of("unit"), part.unit, part.inherited.includes("unit"));
    row(of("precision"), part.precision);
    row(of("measure"), tagsText(part));
    if (part.part_of && statisticPath.has(part.part_of)) {
      const whole = byPath.get(statisticPath.get(part.part_of));
      row(of("part_of"), make("button", { type: "button", class: "chip", "data-path": whole.path, "data-jump": "" }, `${whole.part.id} ${whole.part.quantity} ${whole.part.indicator ?? ""}`));
    }
  } else {
    for (const [name, held] of Object.entries(part)) {
      if (held === null || typeof held === "object" || ["rule", "text", "title", "raw", "file"].includes(name)) continue;
      row(label(type, name), typeof held === "boolean" ? say(String(held)) : word(name, held));
    }
    if (part.raw && part.raw !== shown(value)) row(label(type, "raw"), part.raw);
    if (part.file) row(label(type, "file"), isLink(part.file) ? make("a", { href: part.file, rel: "noopener noreferrer", target: "_blank" }, part.file) : part.file);
    if (part.region) row(label(type, "region"), [part.region.name, part.region.code].filter(Boolean).join(" "));
  }
  if (part.rule) row(label("Statistic", "rule"), make("code", {}, part.rule));
  const span = value.field === "statistics" ? part.quantity_span : part.span;
  if (span) row(say("place"), `${span[0]}–${span[1]}${pageOf(span[0])}`);
  row("JSON", make("code", {}, value.path));
  why.append(rows);
  why.append(make("div", { class: "chips" },
    value.spans.length ? make("button", { type: "button", class: "chip", id: "why-text" }, say("see")) : null,
    make("button", { type: "button", class: "chip", id: "why-list" }, say("see_list")),
    value.spans.length ? make("button", { type: "button", class: "chip", id: "why-cite" }, say("cite")) : null));
}

function tagsText(part) {
  return tags(part).map((one) => one.textContent).join(" · ");
}

function pageOf(point) {
  if (notice.pages.length < 2) return "";
  const number = notice.pages.findIndex((span) => span[0] <= point && point < span[1]);
  return number < 0 ? "" : ` · ${say("page", { number: number + 1 })}`;
}

// The sentence that a value stands in, its clause and its figure marked.
function quoted(value) {
  const [start, end] = value.spans[0];
  const outer = value.clause ?? [start, end];
  const from = Math.max(text.lastIndexOf("\n", start - 1), text.lastIndexOf("。", start - 1)) + 1;
  const stops = ["\n", "。"].map((stop) => text.indexOf(stop, end)).filter((place) => place >= 0);
  const to = Math.min(text.length, ...stops.map((place) => (text[place] === "。" ? place + 1 : place)));
  const quote = make("blockquote", {});
  const cut = (a, b, kind) => a < b && quote.append(kind ? make(kind, {}, text.slice(a, b)) : text.slice(a, b));
  cut(from, Math.max(from, outer[0]));
  cut(Math.max(from, outer[0]), start, "u");
  cut(start, end, "mark");
  cut(end, Math.min(outer[1], to), "u");
  cut(Math.max(end, Math.min(outer[1], to)), to);
  return quote;
}

function citation(value) {
  const number = notice.document_number?.text;
  const source = [notice.title && `《${notice.title.text}》`, number, notice.issuers.map((one) => one.name).join("、")].filter(Boolean).join("，");
  const span = value.field === "statistics" ? value.part.quantity_span : value.part.span;
  return `“${quoted(value).textContent.trim()}”（${source}${pageOf(span[0])}，${say("characters")} ${span[0]}–${span[1]}）`;
}

function drawCellWhy(why, path) {
  const place = cellPlace(path);
  whyHead(why, "table", tableName(place.table), place.raw || "—");
  const rows = make("dl", { class: "facts" });
  const column = place.table.columns[place.column];
  for (const [name, said] of [
    [say("row_name"), place.rowName], [say("column_name"), place.columnName], [label("Column", "type"), word("type", column?.type)],
    [label("Column", "unit"), column?.unit ?? place.table.unit], [label("Statistic", "value"), place.table.rows[place.row][place.column]], ["JSON", `tables: ${place.table.id}, ${place.row}, ${place.column}`],
  ]) if (said !== null && said !== undefined && said !== "") rows.append(make("div", {}, make("dt", {}, name), make("dd", {}, String(said))));
  why.append(rows);
}

// The findings that rest on a value.
function against(path) {
  const numbers = findingsOf.get(path) ?? [];
  if (!numbers.length) return path.startsWith("statistics.") ? [make("p", { class: "good" }, say("not_against"))] : [];
  return numbers.map((number) => {
    const finding = notice.findings[number];
    const isAccused = evidencePath(finding.evidence[0] ?? {}) === path;
    return make("button", { type: "button", class: `against bad-${finding.severity}`, "data-goto-finding": number }, make("b", {}, `${mark(finding.severity)} ${isAccused ? word("rule", finding.rule) : say("used_in", { rule: word("rule", finding.rule) })}`), ` ${finding.message}`);
  });
}
