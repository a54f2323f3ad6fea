/** `<name>.policy.json`: the policy as a template for Terraform, with the tokens of its definition. */
import type { AslMachine, Json } from "../asl/index.ts";
import { printJson, TemplateString, tokensOf } from "../template/index.ts";
import type { AnyWorkflow, Rendered } from "../workflow-type.ts";
import { policyDocument, policyOf } from "./policy-of.ts";

const textOf = ({ parts }: TemplateString): string => parts.map((part) => (typeof part === "string" ? part : `\${${part.token}}`)).join("");

/** The definition as data, its tokens as `${name}` in texts. */
function asData(value: Rendered): Json {
  if (value instanceof TemplateString) return textOf(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(asData);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => [key, asData(entry as Rendered)]),
  );
}

/** The same value with tokens in place of what spells one. */
function withTokens(value: unknown, tokens: ReadonlySet<string>): unknown {
  if (typeof value === "string") {
    const parts = value.split(/(\$\{[A-Za-z_]\w*\})/).map((part) => {
      const token = part.slice(2, -1);
      return part.startsWith("${") && tokens.has(token) ? { token } : part;
    });
    return new TemplateString(...parts).simplified();
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => withTokens(entry, tokens));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withTokens(entry, tokens)]));
}

/**
 * The policy of a workflow's role, without logging and tracing, of which the definition knows nothing. A Distributed Map
 * starts executions of a machine whose name ends with the workflow's.
 */
export function toPolicy({ name, definition }: AnyWorkflow): string {
  const machine = asData(definition) as unknown as AslMachine;
  const document = policyDocument(policyOf(machine, { machine: `*${name}` }));
  return printJson(withTokens(document, new Set(tokensOf(printJson(definition)))));
}
