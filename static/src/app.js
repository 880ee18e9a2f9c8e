import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// The staff menu is open without JavaScript; on a narrow screen it starts closed.
if (window.matchMedia("(max-width: 48em)").matches) {
  document.querySelectorAll("[data-close-when-narrow]").forEach((menu) => menu.removeAttribute("open"));
}
