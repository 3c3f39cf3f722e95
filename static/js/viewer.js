// Photos one after the other, on a dark ground: arrow keys, a swipe, Escape; without script the
// links open the pictures.
//
// <a href="(picture)" data-viewer="gallery" data-caption="…" data-detail="…" data-more="(page)">
// All links with the same data-viewer on a page make one sequence; what is added later belongs to
// it. data-caption and data-detail are shown below, data-more is where “查看活动”
// (or data-more-label) leads.

const viewer = { dialog: null, links: [], at: 0 };

function part(name, className, label = "") {
  const element = document.createElement(name);
  element.className = className;
  if (label) element.setAttribute("aria-label", label);
  return element;
}

function viewerButton(className, label, icon, act) {
  const button = part("button", className, label);
  button.type = "button";
  button.append(part("i", `bi ${icon}`));
  button.firstChild.setAttribute("aria-hidden", "true");
  button.addEventListener("click", act);
  return button;
}

function buildViewer() {
  const dialog = part("dialog", "viewer", "照片");
  viewer.picture = part("img", "viewer-picture");
  viewer.caption = part("strong", "viewer-caption");
  viewer.detail = part("span", "viewer-detail");
  viewer.count = part("span", "viewer-count");
  viewer.more = part("a", "viewer-more");
  viewer.more.textContent = "查看活动";
  viewer.back = viewerButton("viewer-step viewer-back", "上一张", "bi-chevron-left", () => step(-1));
  viewer.on = viewerButton("viewer-step viewer-on", "下一张", "bi-chevron-right", () => step(1));
  const words = part("p", "viewer-words");
  words.setAttribute("aria-live", "polite");
  words.append(viewer.count, viewer.caption, viewer.detail, viewer.more);
  const close = viewerButton("viewer-close", "关闭（Esc）", "bi-x-lg", () => dialog.close());
  dialog.append(close, viewer.back, viewer.picture, viewer.on, words);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    step(way);
  });
  dialog.addEventListener("close", () => viewer.links[viewer.at]?.focus());
  let from = null;
  dialog.addEventListener("pointerdown", (event) => { from = event.pointerType === "mouse" ? null : event.clientX; });
  dialog.addEventListener("pointerup", (event) => {
    if (from !== null && Math.abs(event.clientX - from) > 40) step(event.clientX < from ? 1 : -1);
    from = null;
  });
  document.body.append(dialog);
  viewer.dialog = dialog;
}

function step(way) {
  const next = viewer.at + way;
  if (next >= 0 && next < viewer.links.length) show(next);
}

function show(at) {
  const { links } = viewer;
  const { caption = "", detail = "", more = "", moreLabel = "查看活动" } = links[at].dataset;
  viewer.at = at;
  viewer.picture.src = links[at].href;
  viewer.picture.alt = links[at].querySelector("img")?.alt ?? caption;
  viewer.caption.textContent = caption;
  viewer.detail.textContent = detail;
  viewer.count.textContent = `${at + 1} / ${links.length}`;
  viewer.more.hidden = !more;
  viewer.more.textContent = moreLabel;
  if (more) viewer.more.href = more;
  viewer.back.disabled = at === 0;
  viewer.on.disabled = at === links.length - 1;
  if (links[at + 1]) new Image().src = links[at + 1].href; // is there when it is asked for
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-viewer]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!viewer.dialog) buildViewer();
  const all = document.querySelectorAll("a[data-viewer]");
  viewer.links = [...all].filter((each) => each.dataset.viewer === link.dataset.viewer);
  show(viewer.links.indexOf(link));
  viewer.dialog.showModal();
});
