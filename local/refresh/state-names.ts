/** The names of the Task states that `--fail-at` can let fail. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { workflowNames } from "./names.ts";
import { UsageError } from "./usage-error.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The Task states of the five committed machines, those inside Maps and Parallels included. */
export function taskStateNames(): ReadonlyMap<string, readonly string[]> {
  return new Map(
    workflowNames.map((name) => {
      const definition: unknown = JSON.parse(readFileSync(`${root}workflows/${name}/${name}.asl.json`, "utf8"));
      return [name, tasksIn(definition)];
    }),
  );
}

function tasksIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const { States } = value as { States?: Record<string, { Type?: string }> };
  const own = Object.entries(States ?? {}).flatMap(([name, state]) => (state.Type === "Task" ? [name] : []));
  return [...own, ...Object.values(value).flatMap(tasksIn)];
}

/** @throws UsageError with all names when no machine has a Task state of this name */
export function checkStateName(wanted: string): void {
  const names = taskStateNames();
  if ([...names.values()].some((tasks) => tasks.includes(wanted))) return;
  const lines = [...names].map(([machine, tasks]) => `  ${machine}: ${tasks.join(", ")}`);
  throw new UsageError(`No state machine has a task named "${wanted}". The tasks are:\n${lines.join("\n")}`);
}
