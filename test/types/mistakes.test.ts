/** Every mistake of mistakes.ts and document-mistakes.ts is one compile error, on its own line; nothing else in them is. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");

/** The lines of a file that begin with a number, as `file:line`. */
const mistakesIn = (file: string): readonly string[] =>
  readFileSync(join(here, file), "utf8")
    .split("\n")
    .flatMap((line, index) => (/^\s*\/\* \d\d /.test(line) ? [`test/types/${file}:${index + 1}`] : []));

it("each deliberate mistake is exactly one compile error on its line", () => {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "--noEmit", "--pretty", "false", "-p", here], { cwd: root, encoding: "utf8" });
  // TS2454 only repeats TS2448: what is used before its declaration is used before it is assigned.
  const reported = [...stdout.matchAll(/^(\S+?)\((\d+),\d+\): error (?!TS2454)/gm)].map(([, file, line]) => `${file}:${line}`).sort();
  const expected = ["mistakes.ts", "document-mistakes.ts"].flatMap(mistakesIn).sort();
  expect(reported).toEqual(expected);
  expect(expected.length).toBeGreaterThanOrEqual(60 + 12);
}, 180_000);
