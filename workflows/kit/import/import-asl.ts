/** From existing Amazon States Language to the source of a workflow that builds to the same machine. */
import { type AslMachine, statesOf } from "../asl/index.ts";
import { block, type Code, call, key, literal, object } from "./code.ts";
import { Identifiers } from "./identifiers.ts";
import { layoutStatements } from "./layout.ts";
import { refuse } from "./refuse.ts";
import { ScopeWriter } from "./scope-writer.ts";
import { Shape } from "./shape.ts";
import type { Given, Shared } from "./shared.ts";
import { Uses } from "./texts.ts";
import { Types } from "./types.ts";
import { whyByHand } from "./why.ts";

export interface ImportOptions {
  /** The workflow's name, in kebab case. */
  readonly name: string;
  /** From the workflow's folder to the kit's front door; `../kit/index.ts` when absent. */
  readonly kit?: string;
  /**
   * `template` (when absent): the file is a template, `${name}` in snake case is a token and `$${` a sign.
   * `plain`: every text is just itself, as in a definition that AWS has given out.
   */
  readonly texts?: "template" | "plain";
}

/** A machine as a source, and what one should know about it. */
export interface Imported {
  /** TypeScript. */
  readonly source: string;
  /** What the source exports. */
  readonly exported: string;
  /** Names of the states that are said in the language's own words. */
  readonly native: readonly string[];
  /** What is written by hand and why, a sentence a state. */
  readonly handwritten: readonly string[];
  /** Lambda functions that its Tasks call, as the machine names them: ARNs, names, or tokens. */
  readonly functions: readonly string[];
  /** Resources that its Tasks call. */
  readonly resources: readonly string[];
  /** Tokens that Terraform must fill in. */
  readonly tokens: readonly string[];
  /** `${Names}` that are no tokens: they stay in the texts as they are. */
  readonly placeholders: readonly string[];
  /** Fields of the machine that the build doesn't print. */
  readonly leftOut: readonly string[];
}

const SAID = ["Comment", "StartAt", "States", "TimeoutSeconds", "QueryLanguage"];
const STEPS = "input context run state choice wait pass onFailure fail succeed goto at".split(" ");

/** The functions that Tasks call directly or by the optimized integration. */
function functionsIn(machine: AslMachine): readonly string[] {
  const names = statesOf(machine).flatMap(({ state }) => {
    if (state.Type !== "Task") return [];
    const given = (state.Parameters ?? state.Arguments) as { readonly FunctionName?: unknown } | undefined;
    const isInvoke = typeof state.Resource === "string" && /:states:::lambda:invoke/.test(state.Resource);
    const name = isInvoke ? given?.FunctionName : /:lambda:|\$\{/.test(String(state.Resource)) ? state.Resource : undefined;
    return typeof name === "string" ? [name] : [];
  });
  return [...new Set(names)];
}

function setupCode(machine: AslMachine, name: string, input: Code, tasks: Code): Code {
  const { Comment, TimeoutSeconds, QueryLanguage } = machine;
  const fields: readonly (readonly [string, Code])[] = [
    ["name", literal(name)],
    ["comment", literal(typeof Comment === "string" ? Comment : "")],
    ["input", input],
    ["tasks", tasks],
    // What flows through it is not known in full.
    ["unbounded", "true"],
    ...(typeof TimeoutSeconds === "number" ? [["timeoutSeconds", String(TimeoutSeconds)] as const] : []),
    ...(QueryLanguage === "JSONata" ? [["queryLanguage", '"JSONata"'] as const] : []),
  ];
  return { kind: "object", fields, opened: true };
}

/**
 * The source of a workflow that builds to the same machine, state for state. States that the language's own words would
 * build differently are written by hand, with `state(…)`, and are listed.
 *
 * @throws ImportError for a machine that Step Functions or the kit refuses: states out of reach, no end, names twice
 * @example
 * ```ts
 * const { source, handwritten } = importAsl(readAsl(text), { name: "nightly-report" });
 * ```
 */
export function importAsl(machine: AslMachine, { name, kit = "../kit/index.ts", texts = "template" }: ImportOptions): Imported {
  refuse(machine);
  const uses = new Uses(texts === "template");
  const identifiers = new Identifiers();
  const exported = identifiers.make(name, "Workflow");
  const language = machine.QueryLanguage === "JSONata" ? "JSONata" : "JSONPath";
  const types = new Types();
  const shared: Shared = {
    uses,
    identifiers,
    language,
    types,
    pending: [],
    contracts: [],
    places: new Set(),
    facts: { native: [], handwritten: [] },
  };
  const shape = new Shape();
  const given: Given = { name: "input", shape, hidden: new Set(), use: () => void uses.step("input") };
  const statements = new ScopeWriter(machine, given, shared).write();
  // What a state gives is known when all that comes after it has said what it reads.
  for (const fill of shared.pending.reverse()) fill();
  const steps = STEPS.filter((step) => uses.steps.has(step));
  const contracts = [...shared.contracts]
    .reverse()
    .map(({ name: of, contract }) => ({ of, as: identifiers.make(`${of} task`, "Contract"), contract }));
  const tasks = object(contracts.map(({ of, as }) => [key(of), as]));
  const made = call("workflow", setupCode(machine, name, shape.schema(), tasks));
  const comment = typeof machine.Comment === "string" ? machine.Comment.replace(/\*\//g, "* /").split("\n")[0]?.trim() : undefined;
  const functions = ["workflow", ...uses.functions].sort((a, b) => sortKey(a).localeCompare(sortKey(b), "en"));
  const source = [
    `/** ${comment || "Imported from Amazon States Language."} */`,
    'import { z } from "zod";',
    ...(contracts.length === 0 ? [] : [layoutImport(makersIn(contracts), kit.replace(/index\.ts$/, "contract/index.ts"))]),
    layoutImport(functions, kit),
    "",
    ...(contracts.length === 0
      ? []
      : [
          layoutStatements(
            contracts.map(({ as, contract }) => ({ name: as, value: contract })),
            0,
          ),
        ]),
    ...types.declarations.map((declaration) => `${declaration}\n`),
    layoutWorkflow(exported, made, steps, block(statements)),
  ].join("\n");
  return {
    source,
    exported,
    native: [...shared.facts.native].reverse(),
    handwritten: [...shared.facts.handwritten].reverse().map(({ name: of, state }) => `${of}: ${whyByHand(of, state, language)}`),
    functions: functionsIn(machine),
    resources: [...new Set(statesOf(machine).flatMap(({ state }) => (typeof state.Resource === "string" ? [state.Resource] : [])))],
    tokens: [...uses.tokens].sort(),
    placeholders: [...uses.placeholders].sort(),
    leftOut: Object.keys(machine).filter((field) => !SAID.includes(field)),
  };
}

/** The functions that make contracts. */
const makersIn = (contracts: readonly { readonly contract: Code }[]): readonly string[] =>
  [...new Set(contracts.map(({ contract }) => (typeof contract === "object" && contract.kind === "call" ? contract.of : "")))].sort();

const sortKey = (name: string): string => name.replace("type ", "");

function layoutImport(names: readonly string[], from: string): string {
  const line = `import { ${names.join(", ")} } from "${from}";`;
  return line.length <= 140 ? line : `import {\n${names.map((name) => `  ${name},\n`).join("")}} from "${from}";`;
}

function layoutWorkflow(exported: string, made: Code, steps: readonly string[], body: Code): string {
  const parameter = `{ ${steps.join(", ")} }`;
  const inside = typeof body === "object" && body.kind === "function" ? body.body : [];
  const head = layoutStatements([{ name: exported, value: made }], 0)
    .trimEnd()
    .replace(/;$/, "");
  return `export ${head}.define((${parameter}) => {\n${layoutStatements(inside, 2)}});\n`;
}
