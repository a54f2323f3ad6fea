/** The definition that a scenario runs: the committed text with values for its tokens. */
import { type AslMachine, statesOf } from "../../workflows/kit/asl/index.ts";
import { type AnyWorkflow, renderTemplate, toAsl, tokensIn } from "../../workflows/kit/index.ts";

/** A value for a token, by the form of its name: account ids and ARNs look like such. */
function tokenValue(name: string): string {
  if (/(^|_)account_id$/.test(name)) return "222222222222";
  const words = name.replace(/_arn$/, "").replace(/_/g, "-");
  return name.endsWith("_arn") ? `arn:aws:scenario:us-west-2:222222222222:${words}` : words;
}

/** The definition with every token filled in. */
export const definitionOf = (workflow: AnyWorkflow): string =>
  renderTemplate(toAsl(workflow), Object.fromEntries(tokensIn(workflow).map((name) => [name, tokenValue(name)])));

/** The names of all states, those inside of Maps and branches included. */
export const stateNames = (workflow: AnyWorkflow): readonly string[] =>
  statesOf(workflow.definition as unknown as AslMachine).map(({ name }) => name);
