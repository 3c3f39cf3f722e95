// This page came instead of one that had been asked for: what was sent to that one is not saved.
for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith("typed:"))) {
  const kept = JSON.parse(sessionStorage.getItem(key));
  sessionStorage.setItem(key, JSON.stringify({ ...kept, sent: false }));
}

// 返回上一页: loaded anew, so that it offers what had been typed
for (const button of document.querySelectorAll("[data-back]")) {
  button.hidden = !document.referrer.startsWith(location.origin);
  button.addEventListener("click", () => location.assign(document.referrer));
}
