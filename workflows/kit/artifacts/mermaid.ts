/** `<name>.mmd`: a picture of the machine; Maps and branches are boxes, error edges are dashed. */
import { variableName } from "../build/names.ts";
import { TemplateString } from "../template/index.ts";
import type { AnyWorkflow, Rendered, RenderedMachine, RenderedState } from "../workflow-type.ts";

/** Words that mean something to Mermaid. */
const RESERVED = new Set(["end", "graph", "subgraph", "class", "click", "style", "default", "flowchart", "direction"]);

class Picture {
  readonly lines: string[] = [];
  readonly #ids = new Map<string, string>();
  readonly #taken = new Set<string>(RESERVED);

  id(state: string): string {
    const known = this.#ids.get(state);
    if (known !== undefined) return known;
    let id = variableName(state);
    while (this.#taken.has(id)) id += "_";
    this.#taken.add(id);
    this.#ids.set(state, id);
    return id;
  }

  put(indent: number, line: string): void {
    this.lines.push("  ".repeat(indent) + line);
  }
}

const label = (text: string): string => `"${text.replace(/"/g, "#quot;")}"`;
const list = (value: Rendered | undefined): readonly RenderedState[] => (Array.isArray(value) ? (value as readonly RenderedState[]) : []);

function shape(name: string, state: RenderedState): string {
  if (state.Type === "Choice") return `{${label(name)}}`;
  if (state.Type === "Succeed" || state.Type === "Fail") return `([${label(name)}])`;
  return state.Type === "Wait" || state.Type === "Pass" ? `(${label(name)})` : `[${label(name)}]`;
}

const textOf = (text: string | TemplateString): string =>
  typeof text === "string" ? text : text.parts.map((part) => (typeof part === "string" ? part : part.token)).join("");

/** A Choice rule, short enough for an edge. */
function condition(rule: RenderedState): string {
  const inner = (key: string, word: string): string => list(rule[key]).map(condition).join(` ${word} `);
  if (rule.And) return inner("And", "and");
  if (rule.Or) return inner("Or", "or");
  if (rule.Not) return `not ${condition(rule.Not as RenderedState)}`;
  const [operator = ""] = Object.keys(rule).filter((key) => key !== "Variable" && key !== "Next");
  const value = rule[operator];
  const shown =
    value instanceof TemplateString || (typeof value === "string" && !operator.endsWith("Path")) ? `'${textOf(value)}'` : String(value);
  return `${String(rule.Variable)} ${operator.replace(/^(String|Numeric|Boolean|Timestamp)/, "")} ${shown}`;
}

function edges(picture: Picture, indent: number, name: string, state: RenderedState): void {
  const from = picture.id(name);
  for (const rule of list(state.Choices)) picture.put(indent, `${from} -->|${label(condition(rule))}| ${picture.id(String(rule.Next))}`);
  if (state.Default !== undefined) picture.put(indent, `${from} -->|"otherwise"| ${picture.id(String(state.Default))}`);
  if (state.Next !== undefined) picture.put(indent, `${from} --> ${picture.id(String(state.Next))}`);
  for (const catcher of list(state.Catch)) {
    const errors = (catcher.ErrorEquals as readonly string[]).join(", ");
    picture.put(indent, `${from} -.->|${label(errors)}| ${picture.id(String(catcher.Next))}`);
  }
}

function machine(picture: Picture, indent: number, of: RenderedMachine): void {
  const states = Object.entries(of.States);
  for (const [name, state] of states) {
    const bodies = state.ItemProcessor ? [state.ItemProcessor] : list(state.Branches);
    if (bodies.length === 0) {
      picture.put(indent, `${picture.id(name)}${shape(name, state)}`);
      continue;
    }
    picture.put(indent, `subgraph ${picture.id(name)}[${label(name)}]`);
    for (const body of bodies) machine(picture, indent + 1, body as unknown as RenderedMachine);
    picture.put(indent, "end");
  }
  for (const [name, state] of states) edges(picture, indent, name, state);
}

/** A Mermaid flowchart. */
export function toMermaid({ name, definition }: AnyWorkflow): string {
  const picture = new Picture();
  picture.put(0, `---\ntitle: ${name}\n---`);
  picture.put(0, "flowchart TD");
  machine(picture, 1, definition);
  return `${picture.lines.join("\n")}\n`;
}
