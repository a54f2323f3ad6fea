/** `npm run workflow:new`: what it makes passes at once, and what it cannot make leaves nothing behind. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { namesFrom } from "../../local/cli/new/names.ts";
import { runCommand } from "../support/run-command.ts";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
jest.setTimeout(180_000);

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "workflow-new-"));
  writeFileSync(join(root, "package.json"), '{ "type": "module" }');
  for (const folder of ["workflows", "local"]) mkdirSync(join(root, folder));
  for (const path of ["node_modules", "workflows/kit", "local/scenarios"]) symlinkSync(join(project, path), join(root, path));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("makes a workflow whose scenarios pass, and refuses its name the second time", () => {
  const [made, again] = runCommand("workflow-new", root, [{ args: ["order-report"] }, { args: ["order-report"] }]);
  expect(made).toMatchObject({ status: 0 });
  expect(made?.stdout.split("\n")).toEqual(
    expect.arrayContaining([
      "workflows/order-report/order-report.asl.json",
      "handlers/order-report/handler.ts",
      "local/MockConfigFile.json",
    ]),
  );
  for (const path of made?.stdout.trim().split("\n") ?? []) expect(existsSync(join(root, path))).toBe(true);
  expect(again).toMatchObject({ status: 2, stdout: "" });
  expect(again?.stderr).toContain('The name "order-report" is in use: workflows/order-report, handlers/order-report');

  const [tested] = runCommand("workflow-test", root, [{ args: ["--workflow", "order-report"] }]);
  expect(tested).toMatchObject({ status: 0 });
  expect(tested?.stdout).toMatch(/\n5 passed, 0 failed\n$/);
});

describe("--from", () => {
  const order = {
    Comment: "Checks an order.",
    StartAt: "Check",
    States: {
      Check: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { FunctionName: "check", "Payload.$": "$" },
        ResultPath: "$.check",
        Next: "Good?",
      },
      "Good?": { Type: "Choice", Choices: [{ Variable: "$.check.Payload.good", BooleanEquals: true, Next: "Rest" }], Default: "Bad" },
      Rest: { Type: "Wait", Seconds: 30, End: true },
      Bad: { Type: "Fail", Error: "Order.Bad", Cause: "It is no good." },
    },
  };

  it("makes a workflow that builds to the same machine, with a scenario that records what it does", () => {
    const file = join(root, "order.asl.json");
    writeFileSync(file, JSON.stringify(order));
    const [made] = runCommand("workflow-new", root, [{ args: ["order", "--from", file] }]);
    expect(made).toMatchObject({ status: 0 });
    expect(made?.stderr).toMatch(/states are said in the language's own words, \d+ are written by hand/);
    expect(made?.stderr).toContain("Functions that it calls: check.");
    expect(JSON.parse(readFileSync(join(root, "workflows/order/order.asl.json"), "utf8"))).toEqual(order);
    const [tested] = runCommand("workflow-test", root, [{ args: [] }]);
    expect(tested).toMatchObject({ status: 0 });
    expect(tested?.stdout).toMatch(/\n1 passed, 0 failed\n$/);
  });

  it("refuses what is no Amazon States Language, with its place, and writes nothing", () => {
    const file = join(root, "order.asl.json");
    const nowhere = join(root, "nowhere.json");
    const unreachable = { ...order, States: { ...order.States, Lost: { Type: "Succeed" } } };
    const [comma, type, lost, absent] = runCommand("workflow-new", root, [
      { write: file, text: '{\n  "StartAt": "A",\n}\n' },
      { args: ["order", "--from", file] },
      { write: file, text: '{ "StartAt": "A", "States": { "A": { "Type": "Task2" } } }' },
      { args: ["order", "--from", file] },
      { write: file, text: JSON.stringify(unreachable) },
      { args: ["order", "--from", file] },
      { args: ["order", "--from", nowhere] },
    ]);
    expect(comma).toMatchObject({ status: 2, stdout: "", stderr: `${file}: Line 3, column 1: it is no JSON: property name expected.\n` });
    expect(type?.status).toBe(2);
    expect(type?.stderr).toContain('/States/A/Type: it is no state machine: "Task2" is none of Task, Pass');
    expect(lost?.status).toBe(2);
    expect(lost?.stderr).toContain("Lost");
    expect(absent).toMatchObject({ status: 2, stderr: `There is no file ${nowhere}.\n` });
    expect(readdirSync(join(root, "workflows"))).toEqual(["kit"]);
  });
});

it("writes nothing when the project does not build", () => {
  const folder = join(root, "workflows", "broken");
  mkdirSync(folder);
  writeFileSync(join(folder, "broken.ts"), "export const nothing = 1;\n");
  const [result] = runCommand("workflow-new", root, [{ args: ["order-report"] }]);
  expect(result).toMatchObject({ status: 1, stdout: "" });
  expect(result?.stderr).toMatch(/exports no workflow named "broken"[\s\S]*Nothing was written\./);
  expect(readdirSync(join(root, "workflows")).sort()).toEqual(["broken", "kit"]);
  expect(existsSync(join(root, "handlers"))).toBe(false);
  expect(existsSync(join(root, "test"))).toBe(false);
  expect(readFileSync(join(folder, "broken.ts"), "utf8")).toBe("export const nothing = 1;\n");
});

describe("a name", () => {
  it("is given in all of its forms", () => {
    expect(namesFrom("order-report2")).toEqual({
      kebab: "order-report2",
      camel: "orderReport2",
      pascal: "OrderReport2",
      snake: "order_report2",
    });
  });

  for (const wrong of ["", "Order", "order_report", "-a", "a-", "a--b", "1a", "../a", "a b", "kit", "aws", "shared", "a".repeat(49)]) {
    it(`is refused: ${JSON.stringify(wrong)}`, () => expect(typeof namesFrom(wrong)).toBe("string"));
  }
});
