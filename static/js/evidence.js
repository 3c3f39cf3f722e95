// Evidence: chosen files with previews, upload progress, what to do when the connection fails.
// Everything here is a comfort; without it the form is a plain form with a file input.

// --- files: dropped, pasted or chosen, several times over; each can be taken away again
function showChosen(input) {
  const list = input.closest(".chooser").querySelector(".chosen");
  list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
  list.replaceChildren(...[...input.files].map((file, index) => chosenItem(input, file, index)));
}

function chosenItem(input, file, index) {
  const item = document.createElement("li");
  if (file.type.startsWith("image/")) {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = "";
    item.append(image);
  }
  const name = document.createElement("span");
  const size = file.size / 1048576;
  const tooLarge = size > Number(input.dataset.maxMb);
  name.textContent = `${file.name}（${size < 0.1 ? "不足 0.1" : size.toFixed(1)} MB${tooLarge ? "，太大" : ""}）`;
  name.classList.toggle("text-danger", tooLarge);
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "btn-close";
  remove.setAttribute("aria-label", `不上传 ${file.name}`);
  remove.addEventListener("click", () => setFiles(input, [...input.files].filter((_, at) => at !== index)));
  item.append(name, remove);
  return item;
}

function setFiles(input, files) {
  const transfer = new DataTransfer();
  files.forEach((file) => transfer.items.add(file));
  input.files = transfer.files;
  input.held = files;
  showChosen(input);
}

function addFiles(input, files) {
  setFiles(input, [...(input.held ?? []), ...files]);
}

document.addEventListener("change", (event) => {
  if (event.target.matches(".chooser [type=file]")) addFiles(event.target, [...event.target.files]);
});
document.addEventListener("dragover", (event) => {
  if (event.target.closest?.(".drop")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const area = event.target.closest?.(".drop");
  if (!area) return;
  event.preventDefault();
  addFiles(area.control, [...event.dataTransfer.files]);
});
document.addEventListener("paste", (event) => {
  const input = document.querySelector(".chooser [type=file]");
  if (input && event.clipboardData.files.length) addFiles(input, [...event.clipboardData.files]);
});

// --- progress of the upload, and what to do when the connection fails
document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.querySelector?.(".upload-progress");
  if (!bar || !event.detail.total) return;
  bar.hidden = false;
  bar.value = (100 * event.detail.loaded) / event.detail.total;
});
function sayFailure(place) {
  for (const alert of place.querySelectorAll?.(".upload-failure") ?? []) alert.hidden = false;
}
document.addEventListener("htmx:beforeRequest", (event) => {
  for (const alert of event.target.querySelectorAll?.(".upload-failure") ?? []) alert.hidden = true;
});
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => sayFailure(event.target));
}
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, serverResponse, xhr } = event.detail;
  if (target.id !== "activity-form" || xhr.status !== 200) return;
  if (serverResponse.includes('id="activity-form"')) return;
  event.detail.shouldSwap = false; // the log-in page came instead: keep what was typed
  sayFailure(target);
});
