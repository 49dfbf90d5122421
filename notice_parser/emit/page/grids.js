// Tables as printed, with the cells of findings marked; a table is built when it comes near.

function readyTable(id) {
  const block = tableBlocks.get(id);
  if (!block || block.childElementCount) return;
  const table = tableById.get(id);
  const name = tableName(table);
  const bar = make("div", { class: "grid-bar" },
    make("strong", {}, name),
    make("span", { class: "muted" }, tableSize(table)),
    make("button", { type: "button", "data-csv": id }, "CSV"),
  );
  const scroller = make("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": name }, drawGrid(table));
  block.append(bar, scroller);
  if (table.notes.length) block.append(make("ol", { class: "notes" }, ...table.notes.map((one) => make("li", {}, one))));
  if (table.parts.some((part) => part.span)) {
    block.append(make("details", { class: "source", "data-source": id }, make("summary", {}, say("table_source"))));
  }
}

function tableName(table) {
  return [table.attachment && say("attachment", { number: table.attachment }), table.caption ?? word("table", table.kind)].filter(Boolean).join(" ");
}

function tableSize(table) {
  const bad = table.rows.flatMap((row, r) => row.filter((_, c) => accused.has(cellPath(table.id, r, c)))).length;
  return say("table_size", { rows: table.rows.length, columns: table.columns.length }) + (table.unit ? ` · ${label("Table", "unit")} ${table.unit}` : "") + (bad ? ` · ${say("cells_wrong", { count: bad })}` : "");
}

// The text of a table's lines, below it: values whose words stand in a table are shown there.
function readySource(id) {
  readyTable(id);
  const details = tableBlocks.get(id).querySelector(".source");
  if (!details || details.childElementCount > 1) return details;
  for (const part of tableById.get(id).parts) {
    if (!part.span) continue;
    overLines(units(part.span), (i) => {
      const element = make("p", { class: "line mono", "data-line": i }, text.slice(lines[i].start, lines[i].end));
      lineElements.set(i, element);
      details.append(element);
      readyLine(i);
    });
  }
  return details;
}

function drawGrid(table) {
  const grid = make("table", { class: "grid" });
  const head = headRows(table.columns);
  if (head.length) grid.append(make("thead", {}, ...head));
  const covered = new Set();
  const spread = new Map();
  for (const [row, column, rowspan, colspan] of table.merged) {
    spread.set(`${row}:${column}`, [rowspan, colspan]);
    for (let r = row; r < row + rowspan; r += 1) for (let c = column; c < column + colspan; c += 1) if (r !== row || c !== column) covered.add(`${r}:${c}`);
  }
  const body = make("tbody");
  const key = Math.max(0, table.columns.findIndex((column) => column.role === "key"));
  table.raw.forEach((row, r) => {
    if (table.section_rows.includes(r)) {
      body.append(make("tr", { class: "section" }, make("th", { colspan: row.length, scope: "colgroup" }, row[0])));
      return;
    }
    const line = make("tr", { class: table.total_rows.includes(r) ? "total" : null });
    row.forEach((raw, c) => {
      if (covered.has(`${r}:${c}`)) return;
      const [rowspan, colspan] = spread.get(`${r}:${c}`) ?? [1, 1];
      const path = cellPath(table.id, r, c);
      const isNumber = typeof table.rows[r][c] === "number" || ["integer", "decimal", "percent"].includes(table.columns[c].type);
      const cell = make(c === key ? "th" : "td", {
        scope: c === key ? "row" : null, "data-cell": path, id: path, class: isNumber ? "number" : null,
        rowspan: rowspan > 1 ? rowspan : null, colspan: colspan > 1 ? colspan : null,
      }, raw);
      dressCell(cell, path);
      line.append(cell);
    });
    body.append(line);
  });
  grid.append(body);
  return grid;
}

function dressCell(cell, path) {
  const numbers = findingsOf.get(path);
  if (!numbers) return;
  cell.classList.add("in-finding");
  cell.tabIndex = -1;
  cell.title = numbers.map((number) => `${mark(notice.findings[number].severity)} ${notice.findings[number].message}`).join("\n");
  if (accused.has(path)) {
    cell.classList.add(`bad-${accused.get(path)}`);
    cell.append(make("span", { class: "unseen" }, ` ${say("cell_wrong")}`));
  }
}

// Header levels as rows: equal neighbours under equal parents are one cell, a short path reaches down.
function headRows(columns) {
  const depth = Math.max(0, ...columns.map((column) => column.path.length));
  const rows = [];
  for (let level = 0; level < depth; level += 1) {
    const row = make("tr");
    for (let c = 0; c < columns.length; ) {
      const path = columns[c].path;
      if (level >= path.length) {
        if (level === 0) row.append(make("td", { rowspan: depth }));
        c += 1;
        continue;
      }
      const isLast = level === path.length - 1;
      let next = c + 1;
      const same = (other) => other.length > level + 1 && path.slice(0, level + 1).every((name, k) => other[k] === name);
      if (!isLast) while (next < columns.length && same(columns[next].path)) next += 1;
      row.append(make("th", { scope: next - c > 1 ? "colgroup" : "col", colspan: next - c > 1 ? next - c : null, rowspan: isLast && depth - level > 1 ? depth - level : null }, path[level]));
      c = next;
    }
    rows.push(row);
  }
  return rows;
}

function cellElement(path) {
  const id = path.split(":")[0];
  readyTable(id);
  return tableBlocks.get(id)?.querySelector(`[data-cell="${CSS.escape(path)}"]`) ?? null;
}

// What stands around a cell: its row and its column, in the words of the table.
function cellPlace(path) {
  const [id, row, column] = path.split(":");
  const table = tableById.get(id);
  const key = table.columns.findIndex((one) => one.role === "key");
  const rowName = key >= 0 && table.raw[row][key] ? table.raw[row][key] : say("row", { number: Number(row) + 1 });
  return { table, row: Number(row), column: Number(column), rowName, columnName: table.columns[column]?.name ?? say("column", { number: Number(column) + 1 }), raw: table.raw[row][column] };
}
