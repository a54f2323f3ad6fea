import { existsSync } from "node:fs";
import path from "node:path";
import { Variables } from "../../handlers/shared/environment.ts";
import { workflowNames } from "../../local/refresh/names.ts";
import { artifacts, handlers, read, root, workflowFile, workflows } from "./support/files.ts";
import { type Hcl, stackHcl, type TemplateCall, templateCalls } from "./support/parsed.ts";

let stack: Hcl;
let calls: ReadonlyMap<string, TemplateCall>;
beforeAll(async () => {
  stack = await stackHcl();
  calls = new Map(templateCalls(stack, "aws_sfn_state_machine", "definition").map((call) => [path.basename(call.file, ".asl.json"), call]));
});

const deployed: readonly string[] = [...workflowNames].sort();

describe("the templates of tap_stack.tf", () => {
  it("are the five state machines", () => {
    expect([...calls.keys()].sort()).toEqual(deployed);
    expect(stack.locals.get("workflows")).toBe("${path.module}/../workflows");
    for (const [name, { file }] of calls) expect(file).toBe(`\${local.workflows}/${name}/${name}.asl.json`);
  });

  // A new workflow runs and is tested before it is deployed.
  for (const name of workflows.filter((name) => !deployed.includes(name))) it.skip(`do not have ${name}: it is not deployed`, () => {});

  for (const name of deployed) {
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
    expect(Object.keys(stack.map("permission_tokens")).sort()).toEqual([...new Set(used)].sort());
  });
});

describe("the functions of tap_stack.tf", () => {
  it("are given every variable that handlers read, and none that they do not know", () => {
    const given = Object.keys(stack.map("function_environment")).filter((name) => !name.startsWith("POWERTOOLS_"));
    expect(given.sort()).toEqual(Object.keys(Variables.shape).sort());
  });

  it("have the zips that the build makes", () => {
    const zips = [...stack.of("aws_lambda_function").values()].map(
      ({ filename }) => /^\$\{local\.dist\}\/(.+)\.zip$/.exec(String(filename))?.[1],
    );
    expect(zips.sort()).toEqual(handlers);
  });
});
