// The pages as they will be printed, beside the text: laid out anew once what was typed is stored.
// Every page stays as it was until its successor is drawn, so that nothing jumps or flickers.

import { placeOf } from "./summary_following.js";

const panel = document.querySelector("[data-preview]");
const editor = document.querySelector("[data-editor]");
const button = document.querySelector("[data-show-preview]");
const form = document.querySelector("form[data-summary-form]");
const pages = panel?.querySelector("[data-preview-pages]");
const WIDE = window.matchMedia("(min-width: 1200px)");
const CHOICE = "summary-preview";

let tag = ""; // of the PDF that is shown
let reader = null;
let shown = null; // the document as pdf.js holds it
let running = false;
let again = false;

const say = (text, warning = false) => {
  const words = panel.querySelector("[data-preview-words]");
  words.textContent = text;
  words.classList.toggle("text-danger", warning);
};

// --- drawing
async function load() {
  reader ??= await import(panel.dataset.reader);
  reader.GlobalWorkerOptions.workerSrc = panel.dataset.worker;
  return reader;
}
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) draw(entry.target);
}, { root: pages, rootMargin: "300px" });

async function draw(holder) {
  const source = shown;
  if (holder.drawn === source || holder.drawing === source) return;
  holder.drawing = source;
  const page = await source.getPage(Number(holder.dataset.page));
  const width = holder.clientWidth * Math.min(window.devicePixelRatio || 1, 2);
  const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  await page.render({ canvasContext: canvas.getContext("2d"), viewport }).promise;
  if (shown !== source) return;
  holder.drawn = source;
  holder.replaceChildren(canvas);
  panel.dataset.drawn = tag; // told to whoever waits for it
}
function lay(count) {
  while (pages.children.length > count) pages.lastElementChild.remove();
  while (pages.children.length < count) {
    const holder = document.createElement("div");
    holder.className = "preview-page";
    holder.setAttribute("role", "img");
    holder.dataset.page = String(pages.children.length + 1);
    holder.setAttribute("aria-label", `第 ${holder.dataset.page} 页`);
    pages.append(holder);
  }
  for (const holder of pages.children) {
    seen.unobserve(holder);
    seen.observe(holder); // tells anew what is in sight
  }
}

// --- the place that is being written stays in sight
let writing = null; // the card with the caret
async function follow() {
  const source = shown;
  if (!writing?.isConnected || !source || panel.hidden) return;
  const place = await placeOf(writing, source).catch(() => null); // pages laid out anew meanwhile
  if (!place || shown !== source) return;
  const holder = pages.children[place.number - 1];
  const down = holder.getBoundingClientRect().top - pages.getBoundingClientRect().top + place.top * holder.clientHeight;
  const isInSight = down > 0.05 * pages.clientHeight && down < 0.8 * pages.clientHeight;
  if (!isInSight) pages.scrollTop += down - 0.3 * pages.clientHeight;
}

// --- asking for the PDF of what is stored
async function ask() {
  const answer = await fetch(panel.dataset.preview, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", redirect: "manual" });
  if (answer.status === 304) return;
  if (answer.headers.get("Content-Type") === "application/pdf") {
    const data = await answer.arrayBuffer();
    const { getDocument } = await load();
    const former = shown;
    shown = await getDocument({ data, isEvalSupported: false }).promise;
    tag = answer.headers.get("ETag");
    lay(shown.numPages);
    say(`共 ${shown.numPages} 页`);
    former?.destroy();
    follow();
    return;
  }
  const told = await answer.json().catch(() => ({}));
  if (told.long) {
    pages.replaceChildren();
    say("文稿较长，请点“打开 PDF”由后台生成。");
  } else say(told.error ?? "预览没有更新，请稍后再试。", true);
}
export async function refresh() {
  if (!panel || panel.hidden) return;
  if (running) {
    again = true;
    return;
  }
  running = true;
  if (!shown) say("正在生成预览……");
  try {
    await ask();
  } catch {
    say("预览没有更新（网络或服务中断）。", true);
  }
  running = false;
  if (again) {
    again = false;
    refresh();
  }
}

// --- beside the text where there is room, else instead of it
function show(isShown) {
  panel.hidden = !isShown;
  editor.classList.toggle("has-preview", isShown);
  button.setAttribute("aria-pressed", String(isShown));
  if (!isShown) return;
  refresh();
  follow();
}
if (panel && form) {
  button.addEventListener("click", () => {
    show(panel.hidden);
    try {
      if (WIDE.matches) localStorage.setItem(CHOICE, panel.hidden ? "no" : "yes");
    } catch { /* remembered only here */ }
  });
  form.addEventListener("summary:kept", refresh);
  form.addEventListener("focusin", (event) => {
    const card = event.target.closest(".section-card");
    if (!card || card === writing) return;
    writing = card;
    follow();
  });
  let width = 0;
  new ResizeObserver(() => {
    if (!shown || pages.clientWidth === width) return;
    width = pages.clientWidth;
    for (const holder of pages.children) holder.drawn = holder.drawing = null;
    lay(shown.numPages);
  }).observe(pages);
  let choice = null;
  try {
    choice = localStorage.getItem(CHOICE);
  } catch { /* none */ }
  if (WIDE.matches && choice !== "no") show(true);
}
