// Everything works without this file. It switches on GOV.UK Frontend, folds the staff's menu on a
// phone, and on the page that asks for the letter's code takes what the QR code carries after “#”.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

if (!matchMedia("(min-width: 48.0625em)").matches) {
  for (const menu of document.querySelectorAll("[data-close-when-narrow]")) menu.open = false;
}

const input = document.querySelector("[data-letter-code]");
if (input && location.hash.length > 1) {
  input.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}
