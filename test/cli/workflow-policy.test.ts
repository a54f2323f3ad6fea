/** `npm run workflow:policy`: data on stdout, talk on stderr, exit 2 on what is no Amazon States Language. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "../../local/cli/workflow-policy.ts";

const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const folder = mkdtempSync(path.join(tmpdir(), "workflow-policy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};
const asl = JSON.stringify({
  StartAt: "Load",
  States: { Load: { Type: "Task", Resource: "arn:aws:states:::dynamodb:getItem", Parameters: { "TableName.$": "$.table" }, End: true } },
});
const file = put("load.asl.json", asl);

async function run(...args: readonly string[]): Promise<{ code: number; out: string; said: string }> {
  const caught = { out: "", said: "" };
  const catching = (name: "out" | "said") => (text: unknown) => {
    caught[name] += String(text);
    return true;
  };
  const out = jest.spyOn(process.stdout, "write").mockImplementation(catching("out"));
  const said = jest.spyOn(process.stderr, "write").mockImplementation(catching("said"));
  try {
    return { code: await main(args, folder), ...caught };
  } finally {
    out.mockRestore();
    said.mockRestore();
  }
}

describe("workflow:policy", () => {
  it("prints a policy that may be attached, and what is wide on stderr", async () => {
    const { code, out, said } = await run(file);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      Version: "2012-10-17",
      Statement: [{ Sid: "DynamodbGetItem", Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: ["arn:aws:dynamodb:*:*:table/*"] }],
    });
    expect(said).toBe('Not narrowed:\n  dynamodb:GetItem on arn:aws:dynamodb:*:*:table/*: "TableName" is computed (Load).\n');
  });

  it("prints it for people, and with everything for machines", async () => {
    const text = await run(file, "--format", "text", "--region", "eu-west-1");
    expect(text.out).toContain("DynamodbGetItem: dynamodb:GetItem\n    on arn:aws:dynamodb:eu-west-1:*:table/*\n    for Load\n");
    const json = JSON.parse((await run(file, "--format", "json", "--logging", "--tracing")).out) as { needs: unknown[]; roles: unknown[] };
    expect(json.needs).toHaveLength(3);
    expect(json.roles).toEqual([]);
  });

  it.each([
    ["is no JSON", '{\n  "StartAt": }', /Line 2, column \d+/],
    ["has no states", '{ "StartAt": "A" }', /\/States: it is no state machine/],
    ["is a list", "[]", /\/: it is no state machine/],
    ["is empty", "", /Line 1, column 1/],
  ])("refuses a file that %s", async (_, text, sentence) => {
    const { code, out, said } = await run(put("bad.asl.json", text));
    expect([code, out]).toEqual([2, ""]);
    expect(said).toMatch(sentence);
  });

  it("refuses a file that is not there, with the nearest name, and a folder", async () => {
    const { code, said } = await run(path.join(folder, "lod.asl.json"));
    expect(code).toBe(2);
    expect(said).toMatch(/There is no file lod\.asl\.json\. Did you mean .*load\.asl\.json\?/);
    expect((await run(folder)).code).toBe(2);
  });

  it("refuses wrong use and tells its own", async () => {
    expect((await run()).code).toBe(2);
    expect((await run(file, "--format", "yaml")).code).toBe(2);
    const help = await run("--help");
    expect([help.code, help.out]).toEqual([0, expect.stringContaining("npm run workflow:policy --")]);
  });

  it("reads standard input, started as people start it", () => {
    const { status, stdout } = spawnSync("node", ["local/cli/run.mjs", "workflow-policy", "-"], {
      cwd: project,
      input: asl,
      encoding: "utf8",
    });
    expect([status, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ Version: "2012-10-17" })]);
  });
});
