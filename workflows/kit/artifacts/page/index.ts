/** `<name>.md`: what a reviewer reads first. */
import { allStates } from "../../build/storage.ts";
import { schemaOf } from "../../json-schema.ts";
import type { AnyWorkflow } from "../../workflow-type.ts";
import { toMermaid } from "../picture/index.ts";
import { tokensIn } from "../tokens.ts";
import { sayDuration } from "../words/duration.ts";
import { LAMBDA_SERVICE } from "../words/retry.ts";
import { fieldsOf } from "./fields.ts";
import { code, list, state as named, plain, table } from "./markdown.ts";
import { outputs } from "./outputs.ts";
import { stateLists } from "./states.ts";

const INTRODUCTION = `\`plan.runId\` is the field \`runId\` of what the state *Plan* hands on, \`input\` the execution's input, \`\${name}\` a value that
Terraform fills in. A state without a word on errors fails the execution (in a Map or branch: the iteration) when it fails.`;

const SIGNS = `A hexagon is a call that is repeated until it is done; if it fails or is never done, that is an error like any other. A double frame is
another workflow. Dashed lines are errors, those of a dashed box are the errors of every call in it; an error without a line fails the
execution.`;

const INSIDE_LAMBDA = `Errors of the Lambda service are ${list(LAMBDA_SERVICE.map(code))}.`;

const figure = (count: number): string => count.toLocaleString("en-US");

/** What the contracts' bounds come to. */
function worstCase({ bounds: { payloadBytes, events } }: AnyWorkflow): string {
  const of = (count: number, most: number, what: string): string =>
    Number.isFinite(count) ? `${figure(count)} of ${figure(most)} ${what}` : `any number of ${what}`;
  return `at worst ${of(payloadBytes, 262_144, "bytes of data")}, ${of(events, 25_000, "events of history")}`;
}

/** What the language could not say and its author wrote by hand. */
function handwritten({ escapes }: AnyWorkflow): readonly string[] {
  if (escapes.length === 0) return [];
  const rows = escapes.map(({ state, language, source }) => [named(state), language, code(source)]);
  return ["## Written by hand", table(["state", "language", "source"], rows)];
}

/** Facts in one line each. */
function facts(workflow: AnyWorkflow): string {
  const { name, recorded, timeoutSeconds, queryLanguage } = workflow;
  const tokens = tokensIn(workflow);
  const states = allStates(recorded.top).length;
  return [
    `source [${code(`${name}.ts`)}](${name}.ts), definition [${code(`${name}.asl.json`)}](${name}.asl.json) (${queryLanguage}, ${states} states)`,
    timeoutSeconds === undefined ? "" : `fails with \`States.Timeout\` after ${sayDuration(timeoutSeconds)}`,
    tokens.length === 0 ? "" : `Terraform fills in ${list(tokens.map(code))}`,
    `permissions: [${code(`${name}.policy.json`)}](${name}.policy.json)`,
    worstCase(workflow),
  ]
    .filter((fact) => fact !== "")
    .map((fact) => `- ${fact}`)
    .join("\n");
}

function inputTable({ input }: AnyWorkflow): string {
  const rows = fieldsOf(schemaOf(input, "input")).map(({ path, type, bound, about }) => [code(path), type, bound, plain(about)]);
  return rows.length === 0 ? "Nothing: an empty object." : table(["field", "type", "bound", "what"], rows);
}

/**
 * The page of a workflow in GitHub-flavoured Markdown: the same text for the same source.
 *
 * @example
 * ```ts
 * const page = toPage(nightly); // "# nightly\n\nExports tables, …"
 * ```
 */
export function toPage(workflow: AnyWorkflow): string {
  const { name, comment, recorded } = workflow;
  const { states, sections } = stateLists(recorded);
  const parts = [
    `# ${plain(name)}`,
    plain(comment),
    facts(workflow),
    "## Input",
    inputTable(workflow),
    "## Output",
    ...outputs(workflow),
    "## Picture",
    `\`\`\`mermaid\n${toMermaid(workflow)}\`\`\``,
    SIGNS,
    "## States",
    `${INTRODUCTION}${/errors of the Lambda service/.test(states + sections) ? ` ${INSIDE_LAMBDA}` : ""}`,
    states,
    ...(sections === "" ? [] : ["### Where errors lead", sections]),
    ...handwritten(workflow),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
