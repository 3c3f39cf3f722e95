// Edits of one page on their way to the server: after a pause, one after the other, again when the
// server could not be reached, and by a beacon when the page is left.

import { LONGEST, PAUSE, RETRY, sayExpiredIn, sayIn, send } from "./keeping.js";

// page: box (where it is said), address, pause and longest (ms), and
//   hasEdits(): whether something is not on the server,
//   gather(more): what is sent, with its form data as `data`,
//   took(answer, gathered): shows what the server made of it; how many fields it refused,
//   putAside(address): keeps in this browser what the server does not have.
export function sender({ box, address, pause = PAUSE, longest = LONGEST, hasEdits, gather, took, putAside }) {
  let changes = 0; // so many changes were made, so many of them were sent
  let sent = 0;
  let since = 0;
  let timer = 0;
  let running = null;
  let failed = false; // the last attempt did not reach the server, or it asks to sign in
  let stopped = false; // nothing more can be saved from this page

  async function keep(more) {
    clearTimeout(timer);
    since = 0;
    if (stopped) return null;
    const upTo = changes;
    const gathered = gather(more);
    let answer;
    try {
      answer = await send(address, gathered.data);
    } catch {
      failed = true;
      putAside();
      sayIn(box, "没有保存到服务器（网络或服务中断），稍后自动重试；内容暂存在本机浏览器。", true);
      timer = setTimeout(keepNow, RETRY);
      return null;
    }
    failed = Boolean(answer.expired);
    if (answer.expired || answer.refused) {
      putAside(answer.address);
      stopped = Boolean(answer.refused);
      if (answer.refused) sayIn(box, answer.refused, true);
      else sayExpiredIn(box);
      return null;
    }
    sent = upTo;
    const wrong = took(answer, gathered);
    putAside();
    if (changes > sent) sayPending();
    else if (!wrong && !hasEdits()) document.dispatchEvent(new CustomEvent("work:kept"));
    return answer;
  }
  function keepNow(more = {}) {
    running = (running ?? Promise.resolve()).then(() => keep(more));
    const mine = running;
    mine.finally(() => {
      if (running !== mine) return;
      running = null;
      if (changes > sent && !failed && !stopped) later();
    });
    return mine;
  }
  function later() {
    clearTimeout(timer);
    since ||= Date.now();
    timer = setTimeout(keepNow, Math.max(0, Math.min(pause, since + longest - Date.now())));
  }
  // never “已保存” beside what is not; a warning stands until it is settled
  function sayPending() {
    if (box && !box.classList.contains("is-warning")) sayIn(box, "有修改，稍后自动保存");
  }

  function beacon() {
    if (stopped || !hasEdits()) return;
    putAside();
    navigator.sendBeacon(address, gather({}).data);
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") beacon();
    else if (changes > sent || failed) keepNow();
  });
  window.addEventListener("pagehide", beacon);
  document.addEventListener("session:renewed", () => { if (failed && !stopped) keepNow(); });
  window.addEventListener("focus", () => { if (failed && !stopped) keepNow(); });

  return {
    keepNow,
    later,
    touched() {
      changes += 1;
      sayPending();
      if (!running) later();
    },
    // all that was typed is sent; true if the server has it, or has said what is wrong with it
    async flush(more) {
      if (running) await running;
      if (!more && !hasEdits()) return true;
      return Boolean(await keepNow(more));
    },
    hold() { clearTimeout(timer); },
    get changes() { return changes; },
    get isRunning() { return running !== null; },
    get isIdle() { return !running && !stopped && !failed && changes === sent; },
  };
}

export function sayKeptIn(box, at, wrong) {
  sayIn(box, wrong ? `已保存 ${at}，另有 ${wrong} 处没有保存，请看标红的地方。` : `已保存 ${at}`, wrong > 0);
}

// One of the two ways out where somebody else was faster.
export function choice(text, className, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `btn btn-sm ${className}`;
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}
