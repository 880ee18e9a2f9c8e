// Builds static/build/ from static/src/ and the npm packages: npm run build
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const source = dirname(fileURLToPath(import.meta.url));
const packages = join(source, "..", "..", "node_modules");
const build = join(source, "..", "build");

const font = "atkinson-hyperlegible-next";
const fonts = ["latin", "latin-ext"].flatMap((subset) =>
  ["400", "700"].flatMap((weight) =>
    ["woff2", "woff"].map((format) => `${font}-${subset}-${weight}-normal.${format}`),
  ),
);

mkdirSync(join(build, "fonts"), { recursive: true });

const { css } = compile(join(source, "app.scss"), {
  loadPaths: [packages],
  style: "compressed",
  quietDeps: true,
});
writeFileSync(join(build, "app.css"), css);

// Without the line that names a source map: collectstatic refuses names of absent files.
const govuk = readFileSync(join(packages, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), "utf8");
writeFileSync(join(build, "govuk-frontend.min.js"), govuk.replace(/\/\/# sourceMappingURL=.*\n?$/, ""));
cpSync(join(packages, "htmx.org/dist/htmx.min.js"), join(build, "htmx.min.js"));

for (const file of [...fonts.map((name) => join("files", name)), "LICENSE"]) {
  cpSync(join(packages, "@fontsource", font, file), join(build, "fonts", file.replace("files/", "")));
}

// Urdu, for letters (woff) and pages (woff2): only the Arabic script, the rest stays in the face above.
const urdu = "noto-nastaliq-urdu";
for (const ending of ["400-normal.woff", "400-normal.woff2", "700-normal.woff", "700-normal.woff2"]) {
  const file = `${urdu}-arabic-${ending}`;
  cpSync(join(packages, "@fontsource", urdu, "files", file), join(build, "fonts", file));
}
cpSync(join(packages, "@fontsource", urdu, "LICENSE"), join(build, "fonts", `LICENSE-${urdu}`));

for (const mark of ["mark.svg", "mark-light.svg"]) cpSync(join(source, mark), join(build, mark));

const script = join(source, "app.js");
if (existsSync(script)) cpSync(script, join(build, "app.js"));
