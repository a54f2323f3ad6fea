/** A small change of a source is a small change of its Amazon States Language: counted in changed lines, as a pull request shows them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inLanguage, type QueryLanguage, text, toAsl } from "../../workflows/kit/index.ts";
import { build, maskTable } from "./support.ts";

interface Variant {
  readonly retries?: number;
  readonly readsRows?: boolean;
  readonly name?: "Mask the table" | "Hide the table";
}

function asl({ retries = 3, readsRows = false, name = "Mask the table" }: Variant, language: QueryLanguage): string {
  const tasks = { [name]: maskTable, Report: maskTable } as Readonly<Record<string, typeof maskTable>>;
  const made = build(tasks, ({ input, run, onFailure, guard, fail }) => {
    const failed = onFailure("Failed", (failure) => fail("Failed", failure.Error, failure.Cause));
    guard(failed, () => {
      const masked = run(name, { runId: input.runId }, { retry: [{ errors: ["States.TaskFailed"], every: 5, max: retries }] });
      run("Report", { runId: readsRows ? text`${masked.nested.deep}: ${masked.rows}` : text`${masked.nested.deep}: done` });
    });
  });
  return toAsl(inLanguage(made, language));
}

/** Lines that a diff shows as added. */
function changedLines(before: string, after: string): number {
  const folder = mkdtempSync(join(tmpdir(), "small-changes-"));
  try {
    for (const [file, text] of Object.entries({ before, after })) writeFileSync(join(folder, file), text);
    const { stdout } = spawnSync("git", ["diff", "--no-index", "--numstat", "before", "after"], { cwd: folder, encoding: "utf8" });
    return Number(stdout.split("\t")[0]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.each(["JSONPath", "JSONata"] as const)("in %s", (language) => {
  const before = asl({}, language);

  it("a changed retry is one line", () => expect(changedLines(before, asl({ retries: 4 }, language))).toBe(1));

  it("one more field that is read is two lines at most: where it is kept and where it is used", () => {
    const lines = changedLines(before, asl({ readsRows: true }, language));
    expect(lines).toBeGreaterThan(0);
    expect(lines).toBeLessThanOrEqual(2);
  });

  it("a renamed state is six lines at most", () => {
    const lines = changedLines(before, asl({ name: "Hide the table" }, language));
    expect(lines).toBeGreaterThan(0);
    expect(lines).toBeLessThanOrEqual(6);
  });
});
