// The gold of a notice, to be corrected beside it: what a person says is true, key by key. A key that is left out is not judged.

const GOLD_TEXT = ["document_number", "kind", "title", "date", "published"];
const GOLD_LISTS = ["issuers", "recipients", "copies", "report_to", "send_to", "distribute_to", "attachments", "headings", "headings_optional"];
const GOLD_ROWS = { references: ["title", "document_number"], statistics: ["quantity", "value", "unit", "subject", "indicator", "period", "flags"] };
const GOLD_JSON = ["issue_number", "metadata", "tables", "findings"];
const GOLD_KEYS = ["document_number", "issue_number", "kind", "title", "issuers", "recipients", "copies", "report_to", "send_to", "distribute_to", "date", "published", "attachments", "metadata", "references", "headings", "headings_optional", "statistics", "tables", "findings"];
const FIGURE = /^-?\d+(?:\.\d+)?$/;

const goldState = { gold: page.annotation?.gold ?? null, isChanged: false, input: null };

function drawGold(panel) {
  panel.append(make("p", { class: "muted" }, say("gold_about")));
  panel.append(make("div", { class: "tools gold-tools" },
    make("button", { type: "button", id: "gold-save", class: "primary" }, say(page.annotation.save ? "gold_save" : "gold_download")),
    make("button", { type: "button", id: "gold-fill", disabled: true }, say("gold_fill")),
    make("span", { id: "gold-state", role: "status" })));
  panel.append(make("div", { id: "gold-score" }));
  for (const key of [...GOLD_KEYS, ...Object.keys(goldState.gold).filter((key) => !GOLD_KEYS.includes(key))]) panel.append(goldField(key));
}

function goldField(key) {
  const field = make("fieldset", { class: "gold", "data-gold": key }, make("legend", {}, goldName(key)));
  const isJudged = key in goldState.gold;
  const judged = make("input", { type: "checkbox", "data-judged": key, checked: isJudged });
  field.append(make("label", { class: "judged" }, judged, ` ${say("gold_judged")}`));
  if (isJudged) field.append(goldEditor(key, goldState.gold[key]));
  return field;
}

function goldName(key) {
  const role = { recipients: "main", copies: "copy", report_to: "report", send_to: "send", distribute_to: "distribute" }[key];
  if (role) return word("role", role);
  if (key === "headings") return label("Notice", "sections");
  if (key === "headings_optional") return say("gold_headings_optional");
  return label("Notice", key);
}

function goldEditor(key, value) {
  const name = goldName(key);
  if (GOLD_TEXT.includes(key)) return make("input", { type: "text", "data-text": key, value: value ?? "", placeholder: say("gold_none"), "aria-label": name });
  if (GOLD_LISTS.includes(key) && Array.isArray(value)) {
    const area = make("textarea", { "data-list": key, rows: Math.min(10, Math.max(1, value.length)), placeholder: say("gold_none_list"), "aria-label": `${name}（${say("gold_lines")}）` });
    area.value = value.join("\n");
    return area;
  }
  if (key in GOLD_ROWS && Array.isArray(value)) return goldRows(key, value);
  const area = make("textarea", { "data-json": key, class: "json", rows: 3, spellcheck: "false", "aria-label": `${name} JSON` });
  area.value = Array.isArray(value) && value.length ? `[\n${value.map((one) => `  ${JSON.stringify(one)}`).join(",\n")}\n]` : JSON.stringify(value);
  return area;
}

function goldRows(key, rows) {
  const type = key === "statistics" ? "Statistic" : "Reference";
  const names = GOLD_ROWS[key].map((one) => (one === "flags" ? say("gold_flags") : label(type, one)));
  const body = make("tbody", { "data-rows": key }, ...rows.map((row) => goldRow(key, row, names)));
  return make("div", {},
    make("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": goldName(key) }, make("table", { class: "records gold-table" }, make("thead", {}, make("tr", {}, ...names.map((one) => make("th", { scope: "col" }, one)), make("td", {}))), body)),
    make("button", { type: "button", "data-add": key }, say("gold_add")));
}

function goldRow(key, row, names) {
  const width = GOLD_ROWS[key].length;
  const cells = key === "statistics" ? [...row.slice(0, width - 1), row.slice(width - 1).join(" ")] : row;
  return make("tr", {}, ...names.map((name, i) => make("td", {}, make("input", { type: "text", value: cells[i] ?? "", "aria-label": name, "data-column": GOLD_ROWS[key][i] }))),
    make("td", {}, make("button", { type: "button", class: "drop-row", "aria-label": say("gold_drop") }, "×")));
}

// What the fields say now; a field that cannot be read is marked, and null comes back.
function readGold() {
  const gold = {};
  let isWhole = true;
  for (const field of document.querySelectorAll("[data-gold]")) {
    const key = field.dataset.gold;
    if (!field.querySelector("[data-judged]").checked) continue;
    const editor = field.querySelector("[data-text], [data-list], [data-json], [data-rows]");
    if (editor.dataset.text) gold[key] = editor.value.trim() || null;
    else if (editor.dataset.list) gold[key] = editor.value.split("\n").map((one) => one.trim()).filter(Boolean);
    else if (editor.dataset.rows) gold[key] = [...editor.querySelectorAll("tr")].map((row) => readRow(key, row, () => (isWhole = false)));
    else {
      try {
        gold[key] = JSON.parse(editor.value);
        editor.removeAttribute("aria-invalid");
      } catch {
        editor.setAttribute("aria-invalid", "true");
        isWhole = false;
      }
    }
  }
  return isWhole ? gold : null;
}

// Before the panel is drawn anew.
function keepGold() {
  if (document.querySelector("[data-gold]")) goldState.gold = readGold() ?? goldState.gold;
}

function readRow(key, row, fail) {
  const inputs = [...row.querySelectorAll("input")];
  const said = inputs.map((one) => one.value.trim() || null);
  if (key !== "statistics") return said;
  const figure = inputs[1];
  const isFigure = FIGURE.test(said[1] ?? "");
  figure.toggleAttribute("aria-invalid", !isFigure);
  if (!isFigure) fail();
  return [said[0], Number(said[1]), ...said.slice(2, -1), ...(said.at(-1)?.split(/\s+/) ?? [])];
}

async function saveGold() {
  const gold = readGold();
  const told = document.getElementById("gold-state");
  if (!gold) {
    told.textContent = say("gold_invalid");
    document.querySelector("#panel-gold [aria-invalid]").focus();
    return;
  }
  if (!page.annotation.save) {
    goldState.isChanged = false;
    return download("gold.json", `${JSON.stringify(gold, null, 1)}\n`, "application/json");
  }
  told.textContent = "…";
  const answer = await fetch(page.annotation.save, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(gold) }).catch(() => null);
  const held = await answer?.json().catch(() => null);
  if (!answer?.ok) {
    told.textContent = held?.error ? held.error[state.lang === "en" ? "message_en" : "message"] : say("gold_unsaved");
    return;
  }
  goldState.isChanged = false;
  goldState.gold = gold;
  told.textContent = say("gold_saved");
  showScore(held);
}

function showScore({ fields, errors }) {
  const wrong = Object.entries(fields).filter(([, one]) => one.fp || one.fn);
  document.getElementById("gold-score").replaceChildren(
    make("p", { class: wrong.length ? "" : "good" }, say(wrong.length ? "gold_differs" : "gold_agrees", { count: errors.length })),
    ...(errors.length ? [make("ul", {}, ...errors.slice(0, 60).map((one) => make("li", {}, one)))] : []));
}

function changed() {
  goldState.isChanged = true;
  document.getElementById("gold-state").textContent = say("gold_changed");
}

if (page.annotation) {
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("#panel-gold input[type=text], #panel-gold textarea")) goldState.input = event.target;
  });
  document.addEventListener("selectionchange", () => {
    const button = document.getElementById("gold-fill");
    const chosen = getSelection();
    const isInText = !chosen.isCollapsed && document.getElementById("text").contains(chosen.anchorNode);
    if (isInText) goldState.chosen = String(chosen).replace(/\s*\n\s*/g, "").trim();
    if (button) button.disabled = !(goldState.chosen && goldState.input?.isConnected);
  });
  document.addEventListener("input", (event) => event.target.closest("#panel-gold") && changed());
  document.addEventListener("change", (event) => {
    const key = event.target.dataset.judged;
    if (!key) return;
    keepGold();
    if (event.target.checked) goldState.gold[key] = GOLD_TEXT.includes(key) || key === "issue_number" ? null : key === "metadata" ? {} : [];
    else delete goldState.gold[key];
    const old = event.target.closest("fieldset");
    old.replaceWith(goldField(key));
    document.querySelector(`[data-judged="${key}"]`).focus();
    changed();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#gold-save")) saveGold();
    if (event.target.closest("#gold-fill") && goldState.input) {
      const input = goldState.input;
      input.value = input.matches("[data-list]") && input.value ? `${input.value}\n${goldState.chosen}` : goldState.chosen;
      input.focus();
      changed();
    }
    const key = event.target.closest("[data-add]")?.dataset.add;
    if (key) {
      const body = document.querySelector(`[data-rows="${key}"]`);
      const names = [...body.parentElement.querySelectorAll("thead th")].map((one) => one.textContent);
      body.append(goldRow(key, [], names));
      body.lastElementChild.querySelector("input").focus();
      changed();
    }
    if (event.target.closest(".drop-row")) {
      event.target.closest("tr").remove();
      changed();
    }
  });
  addEventListener("beforeunload", (event) => goldState.isChanged && event.preventDefault());
}
