// Everything works without this file. It switches on GOV.UK Frontend, and on the page that asks for
// the letter's code it takes the code that the QR code carries after the “#”.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

const input = document.querySelector("[data-letter-code]");
if (input && location.hash.length > 1) {
  input.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}
