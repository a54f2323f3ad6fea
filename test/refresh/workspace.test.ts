import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearStaleWorkspaces, createWorkspace, removeWorkspace } from "../../local/refresh/workspace.ts";

const gone = 2 ** 22 + 12_345;

describe("temporary folders", () => {
  const parent = mkdtempSync(join(tmpdir(), "refresh-workspaces-"));
  afterAll(() => rmSync(parent, { recursive: true }));

  it("of runs that are gone are removed, those of living ones stay", () => {
    const mine = createWorkspace(parent);
    const stale = join(parent, `step-functions-refresh-${gone}-abcdef`);
    mkdirSync(join(stale, "rds", "one"), { recursive: true });
    writeFileSync(join(stale, "rds", "one", "postmaster.pid"), `${gone}\n${join(stale, "rds", "one")}\n`);
    mkdirSync(join(parent, "somebody-else"));
    expect(clearStaleWorkspaces(parent)).toBe(1);
    expect(existsSync(stale)).toBe(false);
    expect(existsSync(mine)).toBe(true);
    expect(existsSync(join(parent, "somebody-else"))).toBe(true);
    removeWorkspace(mine);
    expect(existsSync(mine)).toBe(false);
  });
});
