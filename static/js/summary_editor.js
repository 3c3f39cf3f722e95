// The page on which a summary is written. Without script it is a plain form.

import "./summary_cards.js";
import "./summary_keeping.js";
import "./summary_figures.js";
import "./summary_preview.js";
import { growAll } from "./summary_cards.js";

const form = document.querySelector("form[data-summary-form]");
document.body.classList.add("is-live"); // what the script serves is shown, what stands in for it is not
growAll();
form.classList.add("is-autosaved");
