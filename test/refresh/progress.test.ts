import { createProgress, lineProgress, treeProgress } from "../../local/refresh/progress/index.ts";

describe("progress", () => {
  it("is plain lines without a terminal and under CI", () => {
    const written: string[] = [];
    const output = { isTTY: true, write: (text: string) => written.push(text) };
    const progress = createProgress(output, { CI: "true" });
    progress.step("Seed").step("Production").done("3 objects");
    progress.stop();
    expect(written.join("")).toMatch(/^ +0\.0 s {2}Seed…\n +0\.0 s {4}Production…\n +0\.0 s {4}Production done after 0\.0 s: 3 objects\n$/);
    expect(written.join("")).not.toContain("\u001b");
  });

  it("says how a step ended only once", () => {
    const written: string[] = [];
    let now = 0;
    const step = lineProgress(
      (text) => written.push(text),
      () => now,
    ).step("Prove");
    now = 1_500;
    step.failed("at Prove");
    step.done();
    expect(written).toEqual(["   0.0 s  Prove…\n", "   1.5 s  Prove FAILED after 1.5 s: at Prove\n"]);
  });

  it("draws a tree on a terminal and folds what is done", () => {
    let screen = "";
    const write = (text: string) => {
      screen = text;
    };
    const progress = treeProgress({ columns: 30, rows: 20, write }, () => 0);
    const refresh = progress.step("Refresh");
    const plan = refresh.step("Plan");
    plan.step("inner").done();
    plan.done();
    refresh.step("A stage with a name that is far too long for it");
    progress.stop();
    expect(screen).toContain("✔ Plan 0.0 s\n");
    expect(screen).not.toContain("inner");
    const escapes = "\u001b[99A\r\u001b[J".length;
    expect(screen.split("\n").every((line) => Array.from(line).length <= 31 + escapes)).toBe(true);
  });
});
