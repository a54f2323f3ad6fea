/** Paths: where each kind of variable is read. */
import type { PathNode, Root } from "../../expressions/index.ts";
import { type Code, code, LEVEL } from "./code.ts";
import type { Place } from "./context.ts";
import { stepsOf } from "./text.ts";

/** The input of every state inside of a Map: what the Map hands in, kept by each state's Output. */
export const HANDED = "$states.input";

function beginOf(root: Root, { context, raw, elements }: Place): Code {
  const at = (text: string): Code => code(LEVEL.value, text);
  switch (root.kind) {
    case "input":
      return at(context.owners.get(root)?.kind === "handwritten" ? HANDED : "$states.context.Execution.Input");
    case "context":
      return at("$states.context");
    case "taskToken":
      return at("$states.context.Task.Token");
    case "item":
    case "batch":
      return stepsOf(at(HANDED), [root.name]);
    case "output":
      return stepsOf(at("$states.result"), raw ?? []);
    case "element":
      return at(`$${elements?.get(root) ?? root.name}`);
    default:
      return at(`$${context.names.get(root) ?? root.name}`);
  }
}

/** The path of an expression's node, for example `$plan.runId`. */
export const renderPath = ({ root, segments }: PathNode, place: Place): Code => stepsOf(beginOf(root, place), segments);
