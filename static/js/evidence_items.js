// Files that are there: described, put in order, turned and removed in place, each change sent at
// once and in the order they were made. Without script the same fields and buttons send a form.

export const EXPIRED = "登录已过期。请在另一个窗口登录，再点“重试”。";
export const REASONS = { 403: "没有权限，或登录已过期。", 404: "草稿或活动已不存在，请刷新页面。", 413: "文件太大，服务器没有接收。" };

export const panelOf = (element) => element?.closest?.("[data-evidence-panel]");
export const itemsOf = (panel) => [...panel.querySelectorAll(".evidence-item[data-evidence]")];
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
export const headers = () => ({ Accept: "application/json", "X-CSRFToken": token() });

export function made(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}
export function part(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}
export function recount(panel) {
  panel.querySelector("[data-evidence-count]").textContent = itemsOf(panel).length;
  panel.dispatchEvent(new CustomEvent("evidence:changed", { bubbles: true }));
}

// --- changes to files that are there: sent one after the other, in the order they were made
let line = Promise.resolve();
export const inOrder = () => line;
function tell(item, address, fields) {
  const state = item.querySelector(".evidence-state");
  const sent = line.then(async () => {
    const answer = await fetch(address, { method: "POST", body: fields, headers: headers() });
    if (answer.redirected) throw new Error(EXPIRED);
    const told = await answer.json().catch(() => ({ errors: [REASONS[answer.status] ?? "服务器出错，请重试。"] }));
    if (told.errors?.length) throw new Error(told.errors.join(" "));
    return told;
  });
  line = sent.catch(() => {});
  return sent.then(
    (told) => { state.textContent = "已保存"; state.classList.remove("text-danger"); return told; },
    (error) => {
      state.textContent = error instanceof TypeError ? "没有保存：网络中断。" : error.message;
      state.classList.add("text-danger");
      return null;
    },
  );
}
function fields(entries) {
  const data = new FormData();
  for (const [name, value] of entries) data.set(name, value);
  return data;
}
document.addEventListener("change", (event) => {
  const item = event.target.closest?.(".evidence-item[data-evidence]");
  if (!item || !panelOf(item)) return;
  event.stopPropagation(); // it is saved here and now: no part of the form around it
  const inputs = [...item.querySelectorAll("input, select")];
  tell(item, panelOf(item).dataset.edit, fields(inputs.map((input) => [input.name, input.value])));
}, true);
document.addEventListener("input", (event) => {
  if (event.target.closest?.(".evidence-item, .chooser")) event.stopPropagation();
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.(".evidence-item input")) return;
  event.preventDefault();
  event.target.blur();
});

const acts = {
  shift(item, pressed) {
    const beside = Number(pressed.dataset.by) < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!beside) return;
    beside[Number(pressed.dataset.by) < 0 ? "before" : "after"](item);
    pressed.focus();
    place(item);
  },
  async turn(item, pressed) {
    const told = await tell(item, pressed.formAction, fields([["way", pressed.value]]));
    if (!told) return;
    const turned = made(told.html);
    item.replaceWith(turned);
    turned.querySelector(`[data-act=turn][value=${pressed.value}]`).focus();
  },
  async remove(item, pressed) {
    if (!window.confirm(pressed.dataset.confirm)) return;
    const panel = panelOf(item);
    if (!(await tell(item, pressed.formAction, fields([])))) return;
    (item.nextElementSibling ?? item.previousElementSibling)?.querySelector("a, button")?.focus();
    item.remove();
    recount(panel);
  },
};
document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.("[data-evidence-panel] [data-act]");
  if (!pressed) return;
  event.preventDefault();
  acts[pressed.dataset.act](pressed.closest(".evidence-item"), pressed);
});
export function place(item) {
  if (!item.querySelector("[data-act=shift]")) return; // these files have no order of their own
  const panel = panelOf(item);
  const address = item.querySelector("[data-act=shift]").formAction;
  tell(item, address, fields([["to", itemsOf(panel).indexOf(item)]]));
}

// --- dragging by the handle, with mouse or finger
document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.(".evidence-grip");
  const item = grip?.closest(".evidence-item[data-evidence]");
  if (!item) return;
  event.preventDefault();
  item.classList.add("is-dragged");
  const drag = (move) => {
    const over = document.elementFromPoint(move.clientX, move.clientY)?.closest(".evidence-item[data-evidence]");
    if (!over || over === item || over.parentElement !== item.parentElement) return;
    const follows = item.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
    over[follows ? "after" : "before"](item);
  };
  const drop = () => {
    document.removeEventListener("pointermove", drag);
    item.classList.remove("is-dragged");
    place(item);
  };
  document.addEventListener("pointermove", drag);
  document.addEventListener("pointerup", drop, { once: true });
});

// --- the viewer page: arrow keys lead to the file before and after
document.addEventListener("keydown", (event) => {
  if (event.target.matches?.("input, select, textarea") || event.altKey || event.ctrlKey || event.metaKey) return;
  document.querySelector(`a[data-key="${event.key}"]`)?.click();
});
