// Downloads: CSV as spreadsheets want it (byte order mark, nothing that would run), and the JSON as the library printed it.

const FORMULA = /^[=@+\-\t\r]/;

function csvCell(value) {
  if (value === null || value === undefined) return "";
  const isFigure = /^[-+]?\d[\d,]*(?:\.\d+)?%?$/.test(value); // a figure with its sign runs nothing
  const said = typeof value === "string" && !isFigure && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(said) ? `"${said.replaceAll('"', '""')}"` : said;
}

function csv(rows) {
  return `\ufeff${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

function statisticsCsv(shownValues) {
  const names = ["id", "subject", "region", "indicator", "quantity", "value", "value_max", "unit", "precision", "qualifier", "measure", "modality", "part_of", "inherited", "rule", "raw"];
  const head = names.map((name) => label("Statistic", name));
  const periods = ["start", "end"].map((name) => `${label("Statistic", "period")}${state.lang === "zh" ? "" : " "}${label("Period", name)}`);
  const changes = ["direction", "basis"].map((name) => label("Change", name));
  const rows = shownValues.map(({ path, part }) => [
    ...names.map((name) => (name === "region" ? part.region?.name : name === "inherited" ? part.inherited.join(" ") : part[name])),
    part.period?.start, part.period?.end, part.change?.direction, part.change?.basis, ...part.span,
    (findingsOf.get(path) ?? []).map((number) => notice.findings[number].message).join("；"),
  ]);
  return csv([[...head, ...periods, ...changes, say("span_start"), say("span_end"), label("Notice", "findings")], ...rows]);
}

function tableCsv(table) {
  const head = table.columns.some((column) => column.name) ? [table.columns.map((column) => column.name ?? "")] : [];
  return csv([...head, ...table.raw]);
}

function download(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// The name of the notice as a file name that every system takes.
function fileName(ending) {
  const base = (notice.source.name ?? notice.title?.text ?? "notice").replace(/[\\/:*?"<>|\u0000-\u001f]/g, "_").slice(0, 80);
  return `${base}.${ending}`;
}
