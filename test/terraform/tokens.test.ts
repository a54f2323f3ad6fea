import { existsSync } from "node:fs";
import path from "node:path";
import { Variables } from "../../handlers/shared/environment.ts";
import { workflowNames } from "../../local/refresh/names.ts";
import { artifacts, handlers, read, root, workflowFile, workflows } from "./support/files.ts";
import { namesOfMap, templateCalls } from "./support/hcl.ts";

const stack = read("terraform/tap_stack.tf");
const calls = new Map(
  templateCalls(stack)
    .filter(({ file }) => file.endsWith(".asl.json"))
    .map(({ file, tokens }) => [path.basename(file, ".asl.json"), { file, tokens }]),
);

describe("the templates of tap_stack.tf", () => {
  it("are the five state machines", () => {
    expect([...calls.keys()].sort()).toEqual([...workflowNames].sort());
    expect(stack).toContain(`workflows = "\${path.module}/../workflows"`);
    for (const [name, { file }] of calls) expect(file).toBe(`\${local.workflows}/${name}/${name}.asl.json`);
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

  it("give permissions their tokens and no others", () => {
    const derived = workflows.map((name) => workflowFile(name, "policy.json"));
    const written = artifacts.filter((file) => file.endsWith(".policy.json") && !derived.includes(file));
    const used = written.flatMap((file) => [...read(file).matchAll(/\$\{(\w+)\}/g)].map(([, token]) => token));
    expect(namesOfMap(stack, "permission_tokens").sort()).toEqual([...new Set(used)].sort());
  });
});

describe("the functions of tap_stack.tf", () => {
  it("are given every variable that handlers read, and none that they do not know", () => {
    const given = namesOfMap(stack, "function_environment").filter((name) => !name.startsWith("POWERTOOLS_"));
    expect(given.sort()).toEqual(Object.keys(Variables.shape).sort());
  });

  it("have the zips that the build makes", () => {
    const zips = [...stack.matchAll(/filename\s+= "\$\{local\.dist\}\/([a-z0-9-]+)\.zip"/g)].map(([, name]) => name);
    expect(zips.sort()).toEqual(handlers);
  });
});

describe("the reader of HCL", () => {
  const text = `
    # templatefile("in a comment", { no = 1 })
    locals {
      note   = "templatefile(\\"in a text\\", { no = 1 })"
      page   = <<-EOT
        templatefile("in a heredoc", { no = 1 }), and <<JSON
      EOT
      tokens = { six = 6 }
    }
    a = templatefile("\${path.module}/a.json", {
      one   = "}"        # a comment, with a }
      "two" = { three = [1, 2] }
      four  : join(",", ["x", "\${local.y["z"]}"]), five = 5
    })
    b = templatefile("b.json", {})
    c = templatefile("c.json", local.tokens)`;

  it("finds the names of a template's map, and nothing in comments and texts", () => {
    expect(templateCalls(text)).toEqual([
      { file: `\${path.module}/a.json`, tokens: ["one", "two", "four", "five"] },
      { file: "b.json", tokens: [] },
      { file: "c.json", tokens: ["six"] },
    ]);
  });

  it("refuses what it does not know, with its line", () => {
    expect(() => templateCalls('\na = templatefile("a.json", var.tokens)')).toThrow("Line 2: no map.");
    expect(() => templateCalls("a = <<EOT\ntemplatefile\n")).toThrow("Line 1: a heredoc without an end.");
    expect(() => namesOfMap("a = 1", "a")).toThrow("There are 0 maps named a.");
  });
});
