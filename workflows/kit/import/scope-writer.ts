/** Writes a machine as statements: top to bottom, choices nested with what follows them after, everything else as a jump. */
import { type AslMachine, type AslState, branchesOf, type JsonObject, processorOf } from "../asl/index.ts";
import { variableName } from "../build/names.ts";
import { block, type Code, call, literal, type Statement } from "./code.ts";
import { Environment } from "./environment.ts";
import { type Data, dataOf, type Source } from "./flow.ts";
import { type Exits, type Graph, graphOf } from "./graph.ts";
import { type Holder, Reader } from "./reader.ts";
import { Shape } from "./shape.ts";
import { type Given, lazyHolder, ofFailure, type Shared, type Written } from "./shared.ts";
import { type Body, type Parts, writeState } from "./state-writer.ts";

/** Blocks nest no deeper than this. */
const DEEPEST = 6;
/** A way of at least this many states stands behind its Choice, not inside. */
const LONG = 2;

export class ScopeWriter {
  readonly #machine: AslMachine;
  readonly #shared: Shared;
  readonly #graph: Graph;
  readonly #data: ReadonlyMap<string, Data> | undefined;
  /** What the machine is given: the input, an item, a branch's data. */
  readonly #given: Given;
  /** Where the tree of states below has been cut, to be written at the end. */
  readonly #later: string[] = [];
  readonly #sizes = new Map<string, number>();

  constructor(machine: AslMachine, given: Given, shared: Shared) {
    this.#machine = machine;
    this.#shared = shared;
    this.#given = given;
    this.#graph = graphOf(machine);
    this.#data = shared.language === "JSONPath" ? dataOf(machine, this.#graph) : undefined;
    for (const name of [...this.#graph.order].reverse()) {
      this.#sizes.set(name, 1 + (this.#graph.below.get(name) ?? []).reduce((sum, below) => sum + (this.#sizes.get(below) ?? 0), 0));
    }
  }

  /** All statements of the machine. */
  write(): readonly Statement[] {
    const statements: Written[] = [];
    const top = new Environment();
    this.#tree(this.#machine.StartAt, undefined, 0, top, statements);
    for (let next = this.#later.shift(); next !== undefined; next = this.#later.shift()) this.#tree(next, undefined, 1, top, statements);
    return statements;
  }

  /** The edges into a state from states that are written before it. */
  #forward(name: string) {
    const place = this.#graph.place.get(name) ?? 0;
    return (this.#graph.into.get(name) ?? []).filter(({ from }) => (this.#graph.place.get(from) ?? 0) < place);
  }

  #isSection = (name: string): boolean => {
    const into = this.#forward(name);
    return into.length > 0 && into.every(({ by }) => by === "catch");
  };

  /** Writes a state and all that can only be reached through it; `follow` is the state that is written next after them. */
  #tree(root: string, follow: string | undefined, depth: number, environment: Environment, into: Written[], hoisted = false): void {
    const stack = [root];
    let first = hoisted;
    for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
      const below = this.#graph.below.get(name) ?? [];
      if (depth >= DEEPEST) this.#later.push(...below.filter(this.#isSection));
      else if (!first) for (const section of this.#sectionsOf(name)) this.#section(section, depth, environment, into);
      first = false;
      const rest = below.filter((of) => !this.#isSection(of));
      const exits = this.#graph.exits.get(name) as Exits;
      const nested = this.#nested(name, rest, depth);
      stack.push(...rest.filter((of) => !nested.has(of)).reverse());
      this.#statement(name, exits, nested, stack.at(-1) ?? follow, depth, environment, into);
    }
  }

  /** The sections of a state, and before each one those of its own first state: they cannot stand inside of it. */
  #sectionsOf(name: string): readonly string[] {
    const found: string[] = [];
    const waiting = (this.#graph.below.get(name) ?? []).filter(this.#isSection);
    for (let section = waiting.pop(); section !== undefined; section = waiting.pop()) {
      found.push(section);
      waiting.push(...(this.#graph.below.get(section) ?? []).filter(this.#isSection));
    }
    return found.reverse();
  }

  /** The ways of a Choice that stand inside of it. */
  #nested(name: string, below: readonly string[], depth: number): ReadonlySet<string> {
    if (this.#machine.States[name]?.Type !== "Choice" || depth >= DEEPEST) return new Set();
    const single = below.filter((of) => {
      const [only, second] = this.#forward(of);
      return only?.from === name && !second;
    });
    // Where the ways do not meet again, the longest one goes on behind the choice.
    const size = (of: string): number => this.#sizes.get(of) ?? 0;
    const longest = single.length === below.length ? [...single].sort((a, b) => size(b) - size(a))[0] : undefined;
    return new Set(longest !== undefined && size(longest) >= LONG ? single.filter((of) => of !== longest) : single);
  }

  #section(name: string, depth: number, environment: Environment, into: Written[]): void {
    const { uses, identifiers, pending } = this.#shared;
    const section = { identifier: identifiers.make(name, "Section"), used: false };
    const failure = lazyHolder(() => "failure", ofFailure);
    const body: Written[] = [];
    const statement: Written = { value: "" };
    into.push(statement);
    const step = uses.step("onFailure");
    pending.push(() => {
      if (section.used) statement.name = section.identifier;
      statement.value = call(step, literal(name), block(body, failure.isUsed() ? "failure" : ""));
    });
    this.#tree(name, undefined, depth + 1, new Environment(environment, failure), body, true);
    // Not before: inside of it, its constant has no value yet.
    environment.addSection(name, section);
  }

  #jump(to: string, environment: Environment): Code {
    return call(this.#shared.uses.step("goto"), this.#target(to, environment));
  }

  #target(to: string, environment: Environment): Code {
    const section = environment.section(to);
    if (!section) return call(this.#shared.uses.step("at"), literal(to));
    section.used = true;
    return section.identifier;
  }

  #statement(
    name: string,
    exits: Exits,
    nested: ReadonlySet<string>,
    follow: string | undefined,
    depth: number,
    environment: Environment,
    into: Written[],
  ): void {
    const state = this.#machine.States[name] as AslState;
    const statement: Written = { value: "" };
    into.push(statement);
    const place = variableName(name);
    // What the build stores there must not be taken for a field of the input.
    if (state.ResultPath === `$.${place}`) this.#given.hidden.add(place);
    const way = (to: string): Code => {
      const body: Written[] = [];
      if (to !== follow) {
        if (nested.has(to)) this.#tree(to, follow, depth + 1, new Environment(environment), body);
        else body.push({ value: this.#jump(to, environment) });
      }
      return block(body);
    };
    const data = this.#data?.get(name) ?? { whole: undefined, fields: new Map() };
    const holder = (source: Source): Holder | undefined => {
      if (source.kind === "given") return this.#given;
      return source.kind === "result" ? environment.result(source.state) : environment.failure;
    };
    const shape = new Shape();
    const result = lazyHolder(() => this.#shared.identifiers.make(name, "Result"), shape);
    // Before what is inside, so that it is filled in after that.
    this.#shared.pending.push(() => {
      const { code, isNative, contract } = writeState(parts);
      if (contract) this.#shared.contracts.push({ name, contract });
      if (result.isUsed()) statement.name = result.name;
      statement.value = code;
      if (isNative) this.#shared.facts.native.push(name);
      else this.#shared.facts.handwritten.push({ name, state });
    });
    const parts: Parts = {
      name,
      state,
      exits,
      machine: this.#shared.language,
      uses: this.#shared.uses,
      reader: new Reader({ data, uses: this.#shared.uses, holder }),
      rules: exits.rules.map(({ rule, to }) => ({ rule, way: way(to) })),
      otherwise: exits.otherwise === undefined ? undefined : way(exits.otherwise),
      catches: exits.catches.map(({ fields, to }) => ({ fields, to: this.#target(to, environment) })),
      bodies: this.#bodies(state),
      result: {
        shape,
        get isUsed() {
          return result.isUsed();
        },
      },
      isFree: (of) => !this.#shared.places.has(of),
      claim: (of) => void this.#shared.places.add(of),
      type: () => (result.isUsed() ? this.#shared.types.of(result.name, shape) : undefined),
    };
    environment.addResult(name, result);
    if (exits.next !== undefined && exits.next !== follow) into.push({ value: this.#jump(exits.next, environment) });
  }

  /** The machines inside a Map or a Parallel. */
  #bodies(state: AslState): readonly Body[] {
    const machines = state.Type === "Map" ? [processorOf(state)] : branchesOf(state);
    return machines.flatMap((machine) => {
      if (!machine) return [];
      const { StartAt: _, States: __, ...fields } = machine;
      const shape = new Shape();
      const parameter = lazyHolder(() => this.#shared.identifiers.make(state.Type === "Map" ? "item" : "data", ""), shape);
      const statements = new ScopeWriter(machine, parameter, this.#shared).write();
      const typed = (): string => (parameter.isUsed() ? `${parameter.name}: Expr<${this.#shared.types.of(parameter.name, shape)}>` : "");
      return [{ fields: fields as unknown as JsonObject, code: () => block(statements, typed()), isTyped: () => parameter.isUsed() }];
    });
  }
}
