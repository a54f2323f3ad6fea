/** What Terraform itself says of the stack, step by step; each needs the ones before it. */
import { limitProblems } from "./limits.ts";
import { stackOf } from "./shown.ts";
import type { Workspace } from "./workspace.ts";

/** One step. */
export interface Step {
  readonly name: string;
  readonly title: string;
  /** @returns what is wrong, in Terraform's words; undefined when nothing is */
  run(workspace: Workspace): Promise<string | undefined>;
}

/** The files of variables beside the stack. */
export const variableFiles = ["dev.tfvars", "prod.tfvars"] as const;

/** Where the plan of a file of variables is left. */
export const planOf = (variables: (typeof variableFiles)[number]): string => variables.replace(".tfvars", ".tfplan");

function command(name: string, title: string, ...args: readonly string[]): Step {
  return {
    name,
    title,
    run: async (workspace) => {
      const { code, text } = await workspace.terraform(...args);
      return code === 0 ? undefined : text;
    },
  };
}

/** All of them, in order. */
export const steps: readonly Step[] = [
  command("fmt", "Files are formatted", "fmt", "-check", "-diff", "-recursive", "-no-color"),
  command("init", "Stack takes the provider", "init", "-input=false", "-no-color"),
  command("validate", "Stack is valid", "validate", "-no-color"),
  ...variableFiles.map((file) =>
    command(`plan ${file}`, `Plan with ${file}`, "plan", "-input=false", "-no-color", `-var-file=${file}`, `-out=${planOf(file)}`),
  ),
  command("test", "Promises of terraform/tests", "test", "-no-color"),
];

/** The longest names that variables let pass, so many times. */
const many = {
  environment: "a123456789-12345",
  service_names: Array.from({ length: 234 }, (_, number) => `service-with-a-name-of-forty-charact-${String(number).padStart(3, "0")}`),
};

/** A plan of 234 services, within AWS's limits; it takes minutes and gigabytes. */
export const manyServices: Step = {
  name: "limits",
  title: "Plan of 234 services within AWS's limits",
  run: async (workspace) => {
    workspace.write("many.tfvars.json", JSON.stringify(many));
    const variables = ["-var-file=prod.tfvars", "-var-file=many.tfvars.json", "-out=many.tfplan"];
    const { code, text } = await workspace.terraform("plan", "-input=false", "-no-color", ...variables);
    if (code !== 0) return text;
    const problems = limitProblems(stackOf(await workspace.json("show", "-json", "many.tfplan")));
    return problems.length > 0 ? problems.join("\n") : undefined;
  },
};
