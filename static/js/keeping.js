// What forms that are kept while somebody types have in common: when they are sent, and what the
// answer means.

export const PAUSE = 1500; // ms after the last key
export const LONGEST = 5000; // ms from the first change that is not kept yet
export const RETRY = 15000;
export const FORGOTTEN = 30 * 24 * 3600 * 1000; // what nobody came back for leaves this browser

export const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

// What stands in a form, without files.
export function typedIn(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  data.set("csrfmiddlewaretoken", token());
  return data;
}

// The answer of the server, `expired` if it asks to sign in; throws where nothing was kept.
export async function send(address, data) {
  // of a session that has ended the answer would be the log-in page
  const answer = await fetch(address, { method: "POST", body: data, redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 403) return { expired: true };
  if (answer.status === 409) return { other: true, ...(await answer.json().catch(() => ({}))) };
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

// Where it is said that what was typed is kept, or is not.
export function sayIn(box, text, warning = false) {
  if (!box) return;
  box.classList.toggle("is-warning", warning);
  box.querySelector("[data-keep-expired]").hidden = true;
  const words = box.querySelector("[data-keep-words]");
  if (words.textContent !== text) words.textContent = text;
}
export function sayExpiredIn(box) {
  sayIn(box, "", true);
  box.querySelector("[data-keep-expired]").hidden = false;
}
