import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** A room, and where its files may import from; the first room that a file fits is its own. */
interface Room {
  readonly files: RegExp;
  readonly mayImport: readonly RegExp[];
}

const contract = /^handlers\/[^/]+\/contract\.ts$/;
const names = /^handlers\/shared\/(?:metric-)?names\.ts$/;
const statement = /^ssm-documents\/[^/]+\/statement\.ts$/;
const kitContract = /^workflows\/kit\/contract\//;

const rooms: readonly Room[] = [
  { files: kitContract, mayImport: [kitContract] },
  { files: /^workflows\/kit\//, mayImport: [/^workflows\/kit\//] },
  { files: /^workflows\//, mayImport: [/^workflows\//, contract, names] },
  { files: contract, mayImport: [kitContract, contract, names] },
  { files: /^handlers\//, mayImport: [kitContract, /^handlers\//, statement] },
  { files: /^ssm-documents\/kit\//, mayImport: [/^ssm-documents\/kit\//, /^workflows\/kit\/expressions\//] },
  { files: /^ssm-documents\//, mayImport: [/^ssm-documents\//, kitContract, contract] },
  // The leak check shares no code with what it checks; the form of a pointer is no code.
  { files: /^local\/refresh\/leaks\//, mayImport: [/^local\/refresh\//, /^handlers\/shared\/reports\.ts$/] },
  // Works on AWS too, where nothing else of local/ is.
  { files: /^local\/operator\//, mayImport: [/^local\/operator\//, /^handlers\//] },
  // What is judged is read, never made, by the refresh's own code.
  { files: /^local\/faults\//, mayImport: [/^local\/(?:aws|faults|refresh)\//, /^handlers\/shared\//] },
  { files: /^local\/stepfunctions\//, mayImport: [/^local\/stepfunctions\//, /^workflows\/kit\/jsonpath\//] },
  { files: /^local\//, mayImport: [/^local\//, /^workflows\//, /^handlers\//, /^ssm-documents\//] },
];

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return sources(name);
    return /\.(ts|mjs)$/.test(entry.name) ? [name] : [];
  });
}

const imported = /^(?:import|export)\b[^;]*?from\s+"([^"]+)"|\bimport\("([^"]+)"\)/gms;

function importsOf(file: string): string[] {
  return [...readFileSync(path.join(root, file), "utf8").matchAll(imported)].map((match) => match[1] ?? match[2] ?? "");
}

const files = ["workflows", "handlers", "ssm-documents", "local"].flatMap(sources);

describe("rooms", () => {
  it("import only from where they may", () => {
    const wrong = files.flatMap((file) => {
      const room = rooms.find(({ files: own }) => own.test(file));
      return importsOf(file)
        .filter((name) => name.startsWith("."))
        .map((name) => path.posix.join(path.posix.dirname(file), name))
        .filter((target) => !room?.mayImport.some((allowed) => allowed.test(target)))
        .map((target) => `${file} → ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it("keep the contracts free of everything but zod, so that bundles stay small", () => {
    const foreign = files
      .filter((file) => kitContract.test(file) || contract.test(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => !name.startsWith(".") && name !== "zod")
          .map((name) => `${file} → ${name}`),
      );
    expect(foreign).toEqual([]);
  });

  it("keep the language free of files and processes", () => {
    const impure = files
      .filter((file) => file.startsWith("workflows/"))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => name.startsWith("node:") && name !== "node:util")
          .map((name) => `${file} → ${name}`),
      );
    expect(impure).toEqual([]);
  });
});
