/** What an expression will hold, as a schema: resolved to the contract that it comes from. */

import type { DistributedState, State, TaskState } from "../../build/states.ts";
import { allStates } from "../../build/storage.ts";
import type { ChildTask } from "../../child.ts";
import { type CallNode, type ExpressionNode, isExpression, nodeOf, type Root, readsOf, visit } from "../../expressions/index.ts";
import { anything, at, either, type JsonSchema, objectOf, schemaOf } from "../../json-schema.ts";
import type { AnyTask } from "../../task.ts";
import type { AnyWorkflow } from "../../workflow-type.ts";

const text: JsonSchema = { type: "string" };
const number: JsonSchema = { type: "number" };
const whole: JsonSchema = { type: "integer" };
const truth: JsonSchema = { type: "boolean" };
const arrayOf = (items: JsonSchema): JsonSchema => ({ type: "array", items });

/** Functions whose result has one type, whatever they are given. */
const RESULTS = new Map<string, JsonSchema>([
  ...["not", "present", "before", "after", "like", "contains"].map((name) => [name, truth] as const),
  ...["add", "subtract", "multiply", "divide", "remainder", "sum"].map((name) => [name, number] as const),
  ...["round", "floor", "ceil", "length", "count"].map((name) => [name, whole] as const),
  ...["upper", "lower", "trim", "join", "substring", "replace", "stringify", "hash", "uuid", "base64", "fromBase64"].map(
    (name) => [name, text] as const,
  ),
  ["split", arrayOf(text)],
  ["range", arrayOf(whole)],
  ["parseJson", anything],
]);

const isChild = (task: AnyTask): task is ChildTask<unknown, unknown> => task.target.kind === "child";
const context = objectOf({
  Execution: objectOf({ Id: text, Name: text, StartTime: text, RoleArn: text }),
  StateMachine: objectOf({ Id: text, Name: text }),
  State: objectOf({ Name: text, EnteredTime: text, RetryCount: whole }),
});

/** Resolves the values of one workflow. */
export class Values {
  readonly #states: readonly State[];
  readonly #workflow: AnyWorkflow;
  readonly #known = new Map<Root, JsonSchema>();

  constructor(workflow: AnyWorkflow) {
    this.#workflow = workflow;
    this.#states = allStates(workflow.recorded.top);
  }

  /** An expression, or a structure with expressions in it. */
  of(value: unknown): JsonSchema {
    if (isExpression(value)) return this.#node(nodeOf(value));
    if (Array.isArray(value)) return { type: "array", prefixItems: value.map((entry) => this.of(entry)) };
    if (typeof value === "object" && value !== null) {
      return objectOf(Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.of(part)])));
    }
    return value === undefined ? objectOf({}) : { const: value };
  }

  #node(node: ExpressionNode): JsonSchema {
    return visit<JsonSchema>(node, {
      path: ({ root, segments }) => segments.reduce<JsonSchema>(at, this.#root(root)),
      literal: ({ value }) => this.of(value),
      infix: () => truth,
      template: () => text,
      token: () => text,
      member: ({ of, key }) => at(this.#node(of), key),
      each: ({ function: name, of, element, body }) => {
        const array = this.#node(of);
        if (name === "filter") return array;
        this.#known.set(element, at(array, 0));
        return arrayOf(this.#node(body));
      },
      handwritten: () => anything,
      call: (call) => RESULTS.get(call.function) ?? this.#call(call),
    });
  }

  #call(call: CallNode): JsonSchema {
    const given = call.arguments.map((argument) => this.#node(argument));
    const [first = anything, second = anything, third = anything] = given;
    switch (call.function) {
      case "orElse":
        return either([first, second]);
      case "iff":
        return either([second, third]);
      case "whenPresent":
        return second;
      case "chunk":
        return arrayOf(first);
      case "unique":
        return first;
      case "at":
        return at(first, 0);
      case "merge":
        return objectOf(Object.assign({}, ...given.map(({ properties }) => properties ?? {})) as Record<string, JsonSchema>);
      default:
        return anything;
    }
  }

  #root(root: Root): JsonSchema {
    const known = this.#known.get(root);
    if (known) return known;
    // A loop of jumps may read what it sets.
    this.#known.set(root, anything);
    const found = this.#find(root);
    this.#known.set(root, found);
    return found;
  }

  #find(root: Root): JsonSchema {
    const { input, recorded } = this.#workflow;
    // What a hand-written Map or branch sees as its data is nothing that a contract describes.
    if (root.kind === "input") return recorded.owners.get(root) === recorded.top ? schemaOf(input, "input") : anything;
    if (root.kind === "context") return context;
    if (root.kind === "taskToken") return text;
    if (root.kind === "failure") return objectOf({ Error: text, Cause: text });
    const makers = this.#states.flatMap((state) => this.#made(state, root));
    return makers.length === 0 ? anything : either(makers);
  }

  /** What the state puts into the variable; nothing when it is not the variable's. */
  #made(state: State, root: Root): readonly JsonSchema[] {
    if (state.type === "Task") {
      if (state.keep?.raw === root) return [this.#output(state)];
      return state.result === root ? [state.keep ? this.of(state.keep.value) : this.#output(state)] : [];
    }
    if (state.type === "Pass") return state.result === root ? [this.of(state.value)] : [];
    if (state.type === "Map") {
      if (state.item === root) return [at(this.of(state.items), 0)];
      return state.result === root ? [arrayOf(this.of(state.body.output))] : [];
    }
    if (state.type === "DistributedMap") return this.#distributed(state, root);
    if (state.type !== "Parallel" || state.result !== root) return [];
    return [{ type: "array", prefixItems: state.branches.map(({ output }) => this.of(output)) }];
  }

  #output({ task }: TaskState): JsonSchema {
    return isChild(task) ? new Values(task.of).of(task.of.recorded.top.output) : schemaOf(task.output, "output");
  }

  #distributed(state: DistributedState, root: Root): readonly JsonSchema[] {
    if (state.result === root) {
      const written = objectOf({ MapRunArn: text, ResultWriterDetails: objectOf({ Bucket: text, Key: text }) });
      return [state.writer ? written : arrayOf(this.of(state.body.output))];
    }
    if (this.#workflow.recorded.owners.get(root) !== state.body) return [];
    const item = state.reader?.item ? schemaOf(state.reader.item, "output") : state.reader ? anything : at(this.of(state.items), 0);
    if (root === state.item) return [state.batch ? arrayOf(item) : item];
    if (root.name === "BatchInput") return [this.of(state.batch?.input ?? {})];
    return Object.hasOwn(state.with, root.name) ? [this.of(state.with[root.name])] : [];
  }

  /** The states that a value is read from, `input` for the execution's input, in the order of their reading. */
  sources(value: unknown): readonly string[] {
    const names = readsOf(value).flatMap(({ root }) => {
      if (root.kind === "input") return ["the input"];
      if (root.kind === "context") return ["the context object"];
      return this.#states
        .filter(({ result }) => result === root)
        .map(({ name }) => name)
        .slice(0, 1);
    });
    return [...new Set(names)];
  }
}
