/** Import and back: the machines of the recorded cases, the shipped ones, random ones; and what the source looks like to tools. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import type { AslMachine } from "../../workflows/kit/asl/index.ts";
import { AslError } from "../../workflows/kit/asl/index.ts";
import { ImportError, importAsl } from "../../workflows/kit/import/index.ts";
import { kinds } from "./import-machines.ts";
import { anyMachine } from "./import-random.ts";
import { project, readAsl, recordedMachines, roundTrip } from "./import-support.ts";

jest.setTimeout(300_000);

const recorded = recordedMachines();
const whereRecorded = recorded.size > 0 ? it : it.skip;
const shipped = ["aurora-refresh", "daily-refresh", "dynamodb-refresh", "refresh-cleanup", "s3-sync"];
const readShipped = (name: string): AslMachine => readAsl(readFileSync(resolve(project, `workflows/${name}/${name}.asl.json`), "utf8"));

describe("a round trip", () => {
  whereRecorded("gives every recorded machine back, state for state", () => {
    const figures = { machines: 0, equal: 0, refused: 0, noMachine: 0, inTheLanguage: 0, byHand: 0 };
    const different: string[] = [];
    for (const [text, file] of recorded) {
      try {
        const { imported, difference } = roundTrip(readAsl(text));
        figures.machines += 1;
        figures.inTheLanguage += imported.native.length;
        figures.byHand += imported.handwritten.length;
        if (difference === undefined) figures.equal += 1;
        else different.push(`${file}: ${difference}`);
      } catch (error) {
        if (error instanceof AslError) figures.noMachine += 1;
        else if (error instanceof ImportError) figures.refused += 1;
        else throw new Error(`${file}: ${String(error)}`);
      }
    }
    process.stderr.write(
      `${figures.equal} of ${figures.machines} recorded machines are equal after import and build; ${figures.inTheLanguage} states in the language's own words, ` +
        `${figures.byHand} by hand; ${figures.refused} refused, ${figures.noMachine} that are no machine.\n`,
    );
    expect(different).toEqual([]);
    expect(figures.machines).toBeGreaterThanOrEqual(100);
    expect(figures.refused).toBeLessThanOrEqual(2);
  });

  it.each(shipped)("gives %s back", (name) => {
    expect(roundTrip(readShipped(name)).difference).toBeUndefined();
  });

  it("gives random graphs back, with Maps and branches inside of each other", () => {
    fc.assert(
      fc.property(anyMachine, fc.constantFrom("template" as const, "plain" as const), (machine, texts) => {
        expect(roundTrip(machine, { texts }).difference).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });

  it("writes the same source every time", () => {
    fc.assert(
      fc.property(anyMachine, (machine) => {
        expect(importAsl(machine, { name: "m" }).source).toBe(importAsl(machine, { name: "m" }).source);
      }),
      { numRuns: 30 },
    );
  });
});

describe("the source", () => {
  let folder: string;
  const files: { readonly file: string; readonly isAscii: boolean }[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "imported-"));
    symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
    mkdirSync(join(folder, "workflows"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const tsconfig = { extends: join(project, "tsconfig.json"), include: ["workflows"], exclude: [] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
    const { $schema: _, vcs: __, ...biome } = JSON.parse(readFileSync(join(project, "biome.json"), "utf8")) as Record<string, unknown>;
    writeFileSync(join(folder, "biome.json"), JSON.stringify(biome));
    writeFileSync(
      join(folder, "eslint.config.js"),
      `import base from ${JSON.stringify(pathToFileURL(join(project, "eslint.config.js")).href)};\nexport default base;\n`,
    );
    const machines = [
      ...Object.values(kinds),
      ...shipped.map(readShipped),
      ...fc.sample(anyMachine, { seed: 20261124, numRuns: 20 }),
      ...[...recorded.keys()]
        .filter((_text, index) => index % 40 === 0)
        .flatMap((text) => {
          try {
            return [readAsl(text)];
          } catch {
            return [];
          }
        }),
    ];
    machines.forEach((machine, index) => {
      const { source } = importAsl(machine, { name: `machine-${index}`, kit: join(project, "workflows/kit/index.ts") });
      writeFileSync(join(folder, "workflows", `machine-${index}.ts`), source);
      files.push({ file: `workflows/machine-${index}.ts`, isAscii: /^[\x20-\x7e\n]*$/.test(source) });
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (tool: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(project, "node_modules", tool), ...args], {
      cwd: folder,
      encoding: "utf8",
    });
    return status === 0 ? "" : `${stdout}${stderr}`.slice(0, 2000);
  };

  it("compiles under the project's own strictness", () => {
    expect(run("typescript/bin/tsc", "--noEmit", "-p", ".")).toBe("");
  });

  it("passes the four rules for expressions", () => {
    expect(run("eslint/bin/eslint.js", ...files.slice(0, 15).map(({ file }) => file))).toBe("");
  });

  it("is laid out as the formatter would", () => {
    // The formatter knows how wide other characters are; the import counts each as one column.
    const plain = files.filter(({ isAscii }) => isAscii).map(({ file }) => file);
    expect(plain.length).toBeGreaterThan(20);
    expect(run("@biomejs/biome/bin/biome", "format", ...plain)).toBe("");
  });
});
