/** What a Task calls, and what it is given. */
import type { ChildTask } from "../../child.ts";
import { isExpression } from "../../expressions/index.ts";
import type { AnyTask } from "../../task.ts";
import { sayExpression } from "../words/expression.ts";
import { code, list } from "./markdown.ts";

/** `s3_sync_handler` is in `handlers/s3-sync`. */
const folderOf = (handler: string): string => handler.replace(/_handler$/, "").replaceAll("_", "-");

/** The target, with a link to its contract or its page where it has one. Paths begin at the workflow's folder. */
export function sayTarget(task: AnyTask): string {
  const { target } = task;
  const later = "callback" in target && target.callback ? " and waits for its task token" : "";
  switch (target.kind) {
    case "lambda":
      return `calls ${code(target.operation)} of [${code(target.handler)}](../../handlers/${folderOf(target.handler)}/contract.ts)${later}`;
    case "awsSdk":
      return `calls ${code(`${target.service}:${target.action}`)}${later}`;
    case "integration":
      return `calls ${code(target.resource)}${later}`;
    case "activity":
      return `waits for a worker of the activity ${code(target.activity)}`;
    case "http":
      return `calls ${target.method} over HTTP with the connection ${code(target.connection)}`;
    case "child": {
      const { workflow } = task as ChildTask<unknown, unknown>;
      return `runs [${code(workflow)}](../${workflow}/${workflow}.md) to its end`;
    }
  }
}

function sayArgument(name: string, value: unknown): string {
  const said = sayExpression(value);
  return said === name || said.endsWith(`.${name}`) ? code(said) : code(`${name}: ${said}`);
}

/** The arguments, by name; nothing when there are none. */
export function sayArguments(args: unknown): string {
  if (isExpression(args) || typeof args !== "object" || args === null) return args === undefined ? "" : code(sayExpression(args));
  return Object.entries(args)
    .map(([name, value]) => sayArgument(name, value))
    .join(", ");
}

/** Names of fields as code: "`rows` and `done`". */
export const sayNames = (names: readonly string[]): string => list(names.map(code));
