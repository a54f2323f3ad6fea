import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { allHandlers } from "../../local/refresh/functions.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["local/cli/run.mjs", ...args], { cwd: root, encoding: "utf8" });
  return { status, stdout, stderr };
};

describe("the launcher", () => {
  it("refuses an unknown command with the nearest name, exit 2", () => {
    expect(run("locla")).toEqual({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(/^There is no command "locla"; did you mean "local"\? The commands are: .+\.\n$/),
    });
    expect(run().status).toBe(2);
  });

  it("prints help on stdout, exit 0", () => {
    const { status, stdout } = run("local", "--help");
    expect(status).toBe(0);
    for (const option of [
      "--json",
      "--rows",
      "--services",
      "--source-sql",
      "--masking-rules",
      "--keep",
      "--port",
      "--fail-at",
      "--nights",
      "--help",
    ]) {
      expect(stdout).toContain(option);
    }
  });

  it("refuses wrong use with a sentence, exit 2", () => {
    const { status, stdout, stderr } = run("local", "--rows", "-5");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("It must be a whole number from 1 to");
  });
});

describe("npm run build", () => {
  it("makes the same zips from the same source", () => {
    const first = run("build");
    expect(first.status).toBe(0);
    expect(first.stdout.trim().split("\n")).toHaveLength(allHandlers().length);
    expect(run("build").stdout).toBe(first.stdout);
  });
});
