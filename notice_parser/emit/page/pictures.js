// The pages as printed, where the page was made with them: a box around every value, which is chosen as its words are.

function drawPictures() {
  if (!page.pictures) return;
  const pictures = make("div", { id: "pictures", hidden: true, tabindex: "0", role: "region", "data-label": "as_printed" });
  document.getElementById("text").after(pictures);
  page.pictures.forEach((picture, number) => {
    const sheet = make("figure", { class: "sheet", "data-sheet": number }, make("img", { src: picture.src, alt: say("page", { number: number + 1 }), loading: "lazy", width: Math.round(picture.width), height: Math.round(picture.height) }));
    pictures.append(sheet);
  });
  const sheets = pictures.querySelectorAll(".sheet");
  for (const [path, boxes] of Object.entries(page.boxes)) {
    const value = byPath.get(path);
    if (!value) continue;
    for (const [number, left, top, right, bottom] of boxes) {
      const picture = page.pictures[number];
      if (!picture) continue;
      const box = make("span", { class: "seg v box", role: "button", tabindex: "-1", "data-v": path, "aria-label": tooltip(value) });
      // in shares of the page, so that it keeps its place at any size
      box.style.left = `${(100 * left) / picture.width}%`;
      box.style.top = `${(100 * top) / picture.height}%`;
      box.style.width = `${(100 * (right - left)) / picture.width}%`;
      box.style.height = `${(100 * (bottom - top)) / picture.height}%`;
      dressSegment(box);
      remember(path, box);
      sheets[number].append(box);
    }
  }
}

function drawSwitch(legend) {
  if (!page.pictures) return;
  const isOn = !document.getElementById("pictures").hidden;
  legend.prepend(make("button", { type: "button", class: "key plain", id: "as-printed", "aria-pressed": String(isOn) }, say(isOn ? "as_text" : "as_printed")));
}

function switchPictures() {
  const pictures = document.getElementById("pictures");
  pictures.hidden = !pictures.hidden;
  document.getElementById("text").hidden = !pictures.hidden;
  drawLegend();
  document.getElementById("as-printed").focus();
  if (state.selected) show(inSight(elementsOf(state.selected)), false);
}

// The one of a value's places that is on the side that is shown.
function inSight(elements) {
  return elements.find((one) => !one.closest("[hidden]")) ?? elements[0];
}
