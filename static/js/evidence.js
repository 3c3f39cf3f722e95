// Evidence: every chosen, dropped, pasted or photographed file is sent by itself at once, with its
// own progress. What happens to it then stands in evidence_items.js.
// Everything here is a comfort; without it the forms are plain forms with a file input.

import { EXPIRED, REASONS, headers, inOrder, itemsOf, made, panelOf, part, place, recount } from "./evidence_items.js";

const AT_ONCE = 2; // files on their way at the same time
const LONGEST = 10 * 60 * 1000; // milliseconds for one file on a slow line
const tasks = []; // { panel, file, item, state: waiting | sending | failed, request }
const arrived = []; // what is new, in the order in which the server took it
let afterUploads = null; // the button that was pressed while files were on their way

const inState = (...states) => tasks.filter((task) => states.includes(task.state));
// of several panels that of the item somebody is at
const panels = () => [...document.querySelectorAll("[data-evidence-panel]")];
let lastAt = null;
document.addEventListener("focusin", (event) => {
  lastAt = event.target.closest?.(".item")?.querySelector("[data-evidence-panel]") ?? lastAt;
});
const thePanel = () => (lastAt?.isConnected ? lastAt : panels()[0]);

// --- remarks below the buttons; `html` comes from our own server, escaped there
function remark(panel, { text = "", html = "", bad = false }) {
  const note = part("p", bad ? "evidence-note text-danger" : "evidence-note", text);
  if (html) note.innerHTML = html;
  const close = part("button", "btn-close");
  close.type = "button";
  close.setAttribute("aria-label", "知道了");
  close.addEventListener("click", () => note.remove());
  note.append(close);
  panel.querySelector(".evidence-notes").append(note);
}

// --- what is told before anything is sent
function complaint(panel, file) {
  const input = panel.querySelector(".chooser [type=file][name]");
  const accepted = input.accept.split(",");
  const ending = file.name.toLowerCase().match(/\.[^.]+$/)?.[0] ?? "";
  if (/\.hei[cf]$/.test(ending)) return "是 HEIC 照片，请在手机上存为 JPG（设置—相机—格式—兼容性最佳）后再上传。";
  if (!accepted.includes(ending)) return "的类型不能上传。";
  if (!file.size) return "是空文件。";
  if (file.size > input.dataset.maxMb * 1048576) return `超过 ${input.dataset.maxMb} MB，请压缩后再上传。`;
  return "";
}

function take(panel, files) {
  let room = panel.dataset.most - itemsOf(panel).length - tasks.length;
  for (const file of files) {
    const wrong = room > 0 ? complaint(panel, file) : `没有上传：${panel.dataset.whole ?? "每项活动"}最多 ${panel.dataset.most} 份材料。`;
    if (wrong) remark(panel, { text: `“${file.name}”${wrong}`, bad: true });
    else { room -= 1; tasks.push(newTask(panel, file)); }
  }
  next();
}

// --- one file on its way, shown at the place where it will stand
function newTask(panel, file) {
  const task = { panel, file, state: "waiting", item: part("li", "photo evidence-item is-uploading") };
  const face = part("span", "evidence-picture");
  if (file.type.startsWith("image/")) {
    task.url = URL.createObjectURL(file);
    const image = part("img", "");
    image.src = task.url;
    image.alt = file.name;
    image.addEventListener("error", () => image.replaceWith(part("span", "file", file.name)));
    face.append(image);
  } else face.append(part("span", "file", file.name));
  task.bar = part("progress", "upload-progress");
  task.bar.max = 100;
  task.bar.value = 0;
  task.bar.setAttribute("aria-label", `${file.name}的上传进度`);
  task.words = part("p", "evidence-state");
  task.words.setAttribute("role", "status");
  task.again = button("重试", () => { task.state = "waiting"; next(); });
  const drop = button("移除", () => end(task));
  const words = part("div", "evidence-fields");
  words.append(part("p", "evidence-words", file.name), task.bar, task.words, task.again, drop);
  task.item.append(face, words);
  panel.querySelector(".evidence-list").append(task.item);
  return task;
}
function button(text, act) {
  const made = part("button", "btn btn-sm btn-link", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}
function show(task, words) {
  task.words.textContent = words;
  task.words.classList.toggle("text-danger", task.state === "failed");
  task.again.hidden = task.state !== "failed";
  task.bar.hidden = task.state === "failed";
}
function end(task, replacement = null) {
  tasks.splice(tasks.indexOf(task), 1);
  task.state = "gone";
  task.request?.abort();
  if (task.url) URL.revokeObjectURL(task.url);
  if (replacement) task.item.replaceWith(replacement);
  else task.item.remove();
  recount(task.panel);
  next();
}
function fail(task, reason) {
  if (task.state === "gone") return;
  task.state = "failed";
  show(task, `没有传上：${reason}`);
  next();
}

function next() {
  for (const task of inState("waiting")) {
    if (inState("sending").length >= AT_ONCE) show(task, "等待上传");
    else send(task);
  }
  if (!inState("waiting", "sending").length) finish();
}
// Two at once may arrive in another order than they were chosen in.
async function finish() {
  const places = arrived.splice(0).filter((item) => item.isConnected);
  const order = panels().flatMap(itemsOf);
  const chosen = places.toSorted((one, other) => order.indexOf(one) - order.indexOf(other));
  if (chosen.some((item, at) => item !== places[at])) chosen.forEach(place);
  await inOrder();
  const pressed = afterUploads;
  afterUploads = null;
  if (pressed?.isConnected) pressed.form.requestSubmit(pressed);
}

// --- where a file goes: to the activity, or to the draft of one that is still being typed
async function addressFor(panel) {
  if (panel.dataset.upload) return panel.dataset.upload;
  return panel.dataset.draftUpload.replace("/0/", `/${await window.activityDraft.ensure()}/`);
}

async function send(task) {
  task.state = "sending";
  show(task, "准备上传");
  let address;
  try {
    address = await addressFor(task.panel);
  } catch (error) {
    return fail(task, error.message);
  }
  if (task.state !== "sending") return undefined;
  const request = new XMLHttpRequest();
  task.request = request;
  request.open("POST", address);
  request.timeout = LONGEST;
  for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    task.bar.value = (100 * loaded) / total;
    show(task, loaded < total ? `已上传 ${Math.floor((100 * loaded) / total)}%` : "正在处理");
  });
  request.addEventListener("load", () => received(task, request));
  request.addEventListener("error", () => fail(task, "网络中断，请重试。"));
  request.addEventListener("timeout", () => fail(task, "网络太慢，请重试。"));
  const sent = new FormData();
  sent.append("evidence", task.file, task.file.name);
  return request.send(sent);
}

function received(task, request) {
  let told;
  try {
    told = JSON.parse(request.responseText);
  } catch {
    const login = request.status === 200;
    return fail(task, login ? EXPIRED : REASONS[request.status] ?? "服务器出错，请重试。");
  }
  if (told.errors?.length) return fail(task, told.errors.join(" "));
  for (const html of told.notes) remark(task.panel, { html });
  task.request = null;
  const item = told.html ? made(told.html) : null;
  if (item) arrived.push(item);
  return end(task, item);
}

// --- where files come from: chosen, photographed, dropped, pasted
document.addEventListener("change", (event) => {
  const panel = panelOf(event.target);
  if (!panel || !event.target.matches(".chooser [type=file]")) return;
  take(panel, [...event.target.files]);
  event.target.value = ""; // nothing is sent a second time with the form
}, true);
document.addEventListener("dragover", (event) => {
  if (!panelOf(event.target) || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  panelOf(event.target).classList.add("is-over");
});
document.addEventListener("dragleave", (event) => {
  const panel = panelOf(event.target);
  if (panel && !panel.contains(event.relatedTarget)) panel.classList.remove("is-over");
});
document.addEventListener("drop", (event) => {
  const panel = panelOf(event.target);
  if (!panel || !event.dataTransfer.files.length) return;
  event.preventDefault();
  panel.classList.remove("is-over");
  take(panel, [...event.dataTransfer.files]);
});
document.addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files];
  const typing = event.target.matches?.("input, textarea") && event.clipboardData.types.includes("text/plain");
  if (!thePanel() || !files.length || typing) return;
  event.preventDefault();
  const at = new Date().toTimeString().slice(0, 8).replaceAll(":", "");
  take(thePanel(), files.map((file) => (file.name === "image.png" ? new File([file], `粘贴${at}.png`, { type: file.type }) : file)));
});

// --- saving waits for what is on its way, and asks about what did not arrive
document.addEventListener("submit", (event) => {
  const panel = event.target.querySelector("[data-evidence-panel]");
  if (!panel || event.submitter?.hasAttribute("formaction")) return;
  const left = inState("waiting", "sending").length;
  const failed = inState("failed").length;
  if (left) {
    afterUploads = event.submitter;
    remark(panel, { text: `还有 ${left} 个文件正在上传，传完后会自动保存。` });
  } else if (!failed || window.confirm(`有 ${failed} 个文件没有传上，仍然保存？`)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
window.addEventListener("beforeunload", (event) => {
  if (inState("waiting", "sending").length) event.preventDefault();
});

// --- the form that comes back or does not: what to do when the connection fails
function sayFailure(place, trouble) {
  for (const alert of place.querySelectorAll?.(".upload-failure") ?? []) {
    alert.dataset.usual ??= alert.textContent.trim();
    alert.textContent = trouble ? `可能没有保存：${decodeURIComponent(trouble)}。请稍后再试。` : alert.dataset.usual;
    alert.hidden = false;
  }
}
document.addEventListener("htmx:beforeRequest", (event) => {
  for (const alert of event.target.querySelectorAll?.(".upload-failure") ?? []) alert.hidden = true;
});
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    sayFailure(event.target, event.detail.xhr?.getResponseHeader("X-Trouble"));
  });
}
