/** Looks an expression's syntax tree through: which variables and context it reads, and what the evaluation has to know. */

import { builtIns } from "./built-ins.ts";
import type { Compiled } from "./compile.ts";
import { linearPattern } from "./regular-expression.ts";

type Node = Readonly<Record<string, unknown>> & { readonly type: string };
type Findings = Omit<Compiled, "expression">;

/**
 * What an expression refers to. Names that it binds itself (`:=`, parameters, `@$x`, `#$i`) are not among them.
 *
 * @throws Error when it holds a regular expression that can't be matched in linear time
 */
export function survey(ast: unknown): Findings {
  const surveyor = new Surveyor();
  surveyor.visit(ast, true, new Set());
  return surveyor.findings();
}

class Surveyor {
  readonly #variables = new Set<string>();
  readonly #states = new Set<string>();
  readonly #topLevel = new Set<string>();
  #sideBySide = false;
  #changes = false;

  findings(): Findings {
    return {
      variables: [...this.#variables].sort(),
      states: [...this.#states].sort(),
      topLevel: [...this.#topLevel],
      sideBySide: this.#sideBySide,
      changes: this.#changes,
    };
  }

  /** @param top whether the node's context item is the one that the whole expression was given: none */
  visit(value: unknown, top: boolean, locals: Set<string>): void {
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, top, locals);
      return;
    }
    if (typeof value !== "object" || value === null || !("type" in value)) return;
    const node = value as Node;
    if (Array.isArray(node.predicate)) this.visit(node.predicate.map(innerOf), false, locals);
    if (Array.isArray(node.stages)) this.visit(node.stages.map(innerOf), false, locals);
    this.#group(node.group, false, locals);
    this.#visitByType(node, top, locals);
  }

  #visitByType(node: Node, top: boolean, locals: Set<string>): void {
    switch (node.type) {
      case "name":
      case "wildcard":
      case "descendant":
        if (top) this.#topLevel.add(String(node.value));
        return;
      case "parent":
        if (top) this.#topLevel.add("%");
        return;
      case "variable":
        this.#variable(String(node.value), top, locals);
        return;
      case "regex":
        linearPattern(node.value as RegExp);
        return;
      case "path":
        this.#path(node, top, locals);
        return;
      case "unary":
        this.#unary(node, top, locals);
        return;
      case "block":
        this.visit(node.expressions, top, new Set(locals));
        return;
      case "bind":
        locals.add(String((node.lhs as Node).value));
        this.visit(node.rhs, top, locals);
        return;
      case "lambda":
        this.visit(node.body, top, new Set([...locals, ...(node.arguments as Node[]).map(({ value }) => String(value))]));
        return;
      case "transform":
        this.#changes = true;
        this.visit([node.pattern, node.update, node.delete], false, locals);
        return;
      case "sort":
        this.visit(
          (node.terms as { expression: unknown }[]).map(({ expression }) => expression),
          false,
          locals,
        );
        return;
      default:
        this.visit([node.procedure, node.arguments, node.lhs, node.rhs, node.condition, node.then, node.else], top, locals);
    }
  }

  #variable(name: string, top: boolean, locals: Set<string>): void {
    if (name === "$" || (name === "" && top)) this.#topLevel.add(`$${name}`);
    else if (name !== "" && !locals.has(name) && !builtIns.has(name)) this.#variables.add(name);
  }

  #path(node: Node, top: boolean, locals: Set<string>): void {
    const steps = node.steps as Node[];
    if (node.keepSingletonArray === true) this.#changes = true;
    for (const { focus, index } of steps) for (const name of [focus, index]) if (typeof name === "string") locals.add(name);
    const [first, second] = steps;
    if (first?.type === "variable" && first.value === "states" && second?.type === "name") this.#states.add(String(second.value));
    steps.forEach((step, at) => {
      this.visit(step, top && at === 0, locals);
    });
  }

  #unary(node: Node, top: boolean, locals: Set<string>): void {
    if (node.value === "{") this.#group(node, top, locals);
    else if (node.value === "[") {
      const items = node.expressions as unknown[];
      if (items.length > 1) this.#sideBySide = true;
      this.visit(items, top, locals);
    } else this.visit(node.expression, top, locals);
  }

  #group(group: unknown, top: boolean, locals: Set<string>): void {
    if (typeof group !== "object" || group === null || !("lhs" in group) || !Array.isArray(group.lhs)) return;
    if (!top || group.lhs.length > 1) this.#sideBySide = true;
    this.visit(group.lhs.flat(), top, locals);
  }
}

/** A filter `[…]` holds its expression in a node of its own. */
function innerOf(stage: unknown): unknown {
  return typeof stage === "object" && stage !== null && "expr" in stage ? stage.expr : undefined;
}
