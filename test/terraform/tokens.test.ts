import { existsSync } from "node:fs";
import path from "node:path";
import { Variables } from "../../handlers/shared/environment.ts";
import { handlerNames, workflowNames } from "../../local/refresh/names.ts";
import { read, root, workflowFile, workflows } from "./support/files.ts";
import { namesOfMap, templateCalls } from "./support/hcl.ts";

const stack = read("terraform/tap_stack.tf");
const calls = new Map(templateCalls(stack).map(({ file, tokens }) => [path.basename(file, ".asl.json"), { file, tokens }]));

describe("the templates of tap_stack.tf", () => {
  it("are the five state machines", () => {
    expect([...calls.keys()].sort()).toEqual([...workflowNames].sort());
    for (const [name, { file }] of calls) expect(file).toBe(`\${path.module}/../${workflowFile(name, "asl.json")}`);
  });

  // A new workflow runs and is tested before it is deployed.
  for (const name of workflows.filter((name) => !calls.has(name))) it.skip(`do not have ${name}: it is not deployed`, () => {});

  for (const name of [...calls.keys()].sort()) {
    const built = existsSync(path.join(root, workflowFile(name, "tokens.json")));
    (built ? it : it.skip)(`give ${name} its tokens and no others`, () => {
      const tokens = JSON.parse(read(workflowFile(name, "tokens.json"))) as string[];
      expect([...(calls.get(name)?.tokens ?? [])].sort()).toEqual([...tokens].sort());
    });
  }
});

describe("the functions of tap_stack.tf", () => {
  it("are given every variable that handlers read, and none that they do not know", () => {
    const given = namesOfMap(stack, "function_environment").filter((name) => !name.startsWith("POWERTOOLS_"));
    expect(given.sort()).toEqual(Object.keys(Variables.shape).sort());
  });

  it("have the zips that the build makes", () => {
    const zips = [...stack.matchAll(/filename\s+= "\$\{local\.dist\}\/([a-z0-9-]+)\.zip"/g)].map(([, name]) => name);
    expect(zips.sort()).toEqual([...handlerNames].sort());
  });
});

describe("the reader of HCL", () => {
  const text = `
    # templatefile("in a comment", { no = 1 })
    locals { note = "templatefile(\\"in a text\\", { no = 1 })" }
    a = templatefile("\${path.module}/a.json", {
      one   = "}"        # a comment, with a }
      "two" = { three = [1, 2] }
      four  : join(",", ["x", "\${local.y["z"]}"]), five = 5
    })
    b = templatefile("b.json", {})`;

  it("finds the names of a template's map, and nothing in comments and texts", () => {
    expect(templateCalls(text)).toEqual([
      { file: `\${path.module}/a.json`, tokens: ["one", "two", "four", "five"] },
      { file: "b.json", tokens: [] },
    ]);
  });

  it("refuses what it does not know, with its line", () => {
    expect(() => templateCalls('\na = templatefile("a.json", local.tokens)')).toThrow("Line 2: no map.");
    expect(() => templateCalls("a = <<EOT\ntemplatefile\nEOT")).toThrow("Line 1: a heredoc");
    expect(() => namesOfMap("a = 1", "a")).toThrow("There are 0 maps named a.");
  });
});
