// Compile the two stylesheets and copy what they and the pages need into build/static/heard/.
// Nothing refers to another site, and nothing is written that is not used.
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as sass from "sass";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const uswds = path.join(root, "node_modules/@uswds/uswds");
const target = path.join(root, "build/static/heard");
const fresh = path.join(root, "build/static-new");

const SCRIPTS = [
  ["node_modules/htmx.org/dist/htmx.min.js", "htmx.min.js"],
  ["frontend/js/member.js", "member.js"],
  ["frontend/js/review.js", "review.js"],
];
const ICONS = [["frontend/icon.svg", "icon.svg"]];
const LICENCES = [
  ["node_modules/@uswds/uswds/LICENSE.md", "LICENSE-uswds.md"],
  ["node_modules/htmx.org/LICENSE", "LICENSE-htmx.txt"],
];

async function compile(name) {
  const { css } = await sass.compileAsync(path.join(root, `frontend/scss/${name}.scss`), {
    loadPaths: [path.join(uswds, "packages")],
    style: "compressed",
    quietDeps: true,
    logger: { warn: (text, { deprecation }) => deprecation || console.warn(text) },
  });
  await writeFile(path.join(fresh, `${name}.css`), css);
  console.log(`${name}.css  ${kb(css.length)} KB, ${kb(gzipSync(css, { level: 9 }).length)} KB compressed`);
  return css;
}

const kb = (bytes) => (bytes / 1024).toFixed(1);

// Copy each file that a stylesheet names; an address that is not a file of USWDS stops the build.
async function copyWhatIsNamed(css) {
  const named = new Set([...css.matchAll(/url\(["']?([^"')]+)["']?\)/g)].map((match) => match[1]));
  for (const name of named) {
    if (!/^(img|fonts)\//.test(name)) throw new Error(`A stylesheet names ${name.slice(0, 80)}`);
    await copy(path.join(uswds, "dist", name), path.join(fresh, name));
  }
  return named.size;
}

async function copy(from, to) {
  await mkdir(path.dirname(to), { recursive: true });
  await cp(from, to);
}

// A source map would be one more file that browsers ask for.
async function copyScript(from, to) {
  const source = await readFile(path.join(root, from), "utf8");
  await writeFile(path.join(fresh, to), source.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
}

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const sheets = await Promise.all(["participant", "member"].map(compile));
console.log(`${await copyWhatIsNamed(sheets.join("\n"))} fonts and images`);
for (const [from, to] of SCRIPTS) await copyScript(from, to);
for (const [from, to] of [...LICENCES, ...ICONS]) await copy(path.join(root, from), path.join(fresh, to));
await rm(target, { recursive: true, force: true });
await mkdir(path.dirname(target), { recursive: true });
await rename(fresh, target);
