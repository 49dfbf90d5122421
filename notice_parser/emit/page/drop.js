// A file is chosen or dropped, and sent as a form: its page comes back.

const page = JSON.parse(document.getElementById("page-json").textContent);
const form = document.getElementById("form");
const input = document.getElementById("file");
const drop = document.getElementById("drop");

function setLang(lang) {
  page.lang = lang;
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = page.words[lang][element.dataset.say];
  document.getElementById("lang").textContent = page.words[lang].other_language;
  form.action = `/view?lang=${lang}`;
}

function send() {
  document.getElementById("state").textContent = page.words[page.lang].drop_busy;
  form.requestSubmit();
}

document.getElementById("lang").addEventListener("click", () => setLang(page.lang === "zh" ? "en" : "zh"));
document.getElementById("gold").hidden = !page.has_gold;
input.addEventListener("change", () => input.files.length && send());
addEventListener("dragover", (event) => (event.preventDefault(), drop.classList.add("over")));
addEventListener("dragleave", () => drop.classList.remove("over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  send();
});
addEventListener("pageshow", () => (document.getElementById("state").textContent = ""));
setLang(page.lang);
document.documentElement.dataset.ready = "yes";
