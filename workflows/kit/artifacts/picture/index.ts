/** `<name>.mmd`: a picture of the machine, drawn so that it can be read at 40 states; `page/` explains its signs. */
import type { Scope } from "../../build/scope.ts";
import { type State, scopesIn } from "../../build/states.ts";
import type { AnyWorkflow } from "../../workflow-type.ts";
import { type Edge, edgesOf } from "./edges.ts";
import { Ids, quoted } from "./ids.ts";
import { shapeOf, titleOf } from "./nodes.ts";
import { guardedRuns, type Unit, unitsOf } from "./units.ts";

const isFail = (state: State): boolean => (state.type === "Handwritten" ? state.fields.Type : state.type) === "Fail";

/** Nodes from which on the inside of a box runs from top to bottom. */
const LONG = 3;

class Picture {
  readonly lines: string[] = [];
  readonly ids = new Ids();
  #guards = 1;

  put(indent: number, line: string): void {
    this.lines.push("  ".repeat(indent) + line);
  }

  box(indent: number, id: string, title: string, inside: (indent: number) => void): void {
    this.put(indent, `subgraph ${id}[${quoted(title)}]`);
    inside(indent + 1);
    this.put(indent, "end");
  }

  node(indent: number, unit: Unit): void {
    const { state } = unit;
    const id = this.ids.of(state.name);
    if (scopesIn(state).length === 0) this.put(indent, `${id}${shapeOf(unit)}${isFail(state) ? ":::fail" : ""}`);
    else this.box(indent, id, titleOf(state), (inner) => this.insides(inner, id, state));
  }

  insides(indent: number, id: string, state: State): void {
    const scopes = scopesIn(state);
    const areBranches = scopes.length > 1 || state.type === "Parallel";
    for (const [index, scope] of scopes.entries()) {
      if (!areBranches) this.machine(indent, scope, false);
      else this.box(indent, this.ids.fresh(`${id}${index + 1}`), `branch ${index + 1}`, (inner) => this.machine(inner, scope, false));
    }
  }

  edge(indent: number, { from, to, label, error }: Edge): void {
    const line = error ? "-.->" : "-->";
    const target = to === undefined ? "done" : this.ids.of(to);
    this.put(indent, `${this.ids.of(from)} ${line}${label === "" ? "" : `|${quoted(label)}|`} ${target}`);
  }

  /** A machine: its nodes, in boxes where they share a Catch, then its edges. */
  machine(indent: number, scope: Scope, isTop: boolean): void {
    const units = unitsOf(scope);
    // Mermaid draws a box that no inner edge leaves in the other direction; a long body would become too wide to read.
    if (!isTop) this.put(indent, `direction ${units.states.length > LONG ? "TB" : "LR"}`);
    const guards = [...guardedRuns(units.states), ...guardedRuns(units.sections)];
    const guardOf = (unit: Unit) => guards.find((guard) => guard.units.has(unit));
    const all = [...units.states, ...units.sections];
    const boxes = new Map(guards.map((guard) => [guard, this.ids.fresh(`guard${this.#guards++}`)] as const));
    for (const unit of all) {
      const guard = guardOf(unit);
      const id = guard && boxes.get(guard);
      if (!guard || id === undefined) this.node(indent, unit);
      else if (guard.units.values().next().value === unit) {
        this.box(indent, id, " ", (inner) => {
          for (const inside of guard.units) this.node(inner, inside);
        });
        this.put(indent, `style ${id} fill:none,stroke-dasharray:4`);
      }
    }
    if (isTop && scope.start !== undefined)
      this.put(indent, `start((" ")) --> ${this.ids.of(units.nodeOf.get(scope.start) ?? scope.start)}`);
    const edges = all.flatMap((unit) => edgesOf(unit, units, guardOf(unit)));
    for (const edge of edges) if (isTop || edge.to !== undefined) this.edge(indent, edge);
    for (const [guard, id] of boxes) this.put(indent, `${id} -.->|"any error"| ${this.ids.of(units.nodeOf.get(guard.to) ?? guard.to)}`);
  }
}

/** A Mermaid flowchart. */
export function toMermaid({ name, recorded }: AnyWorkflow): string {
  const picture = new Picture();
  picture.put(0, `---\ntitle: ${name}\nconfig:\n  flowchart:\n    wrappingWidth: 320\n---`);
  picture.put(0, "flowchart TD");
  picture.machine(1, recorded.top, true);
  picture.put(1, 'done(((" ")))');
  picture.put(1, "classDef fail stroke:#d1242f");
  return `${picture.lines.join("\n")}\n`;
}
