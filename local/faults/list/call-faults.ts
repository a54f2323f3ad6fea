/** The faults of calls: every operation of every function, at every call that its role allows. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { CallDisturbance, Fault } from "./fault.ts";
import type { Machine } from "./machines.ts";
import { reachOf } from "./reach.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const ways: readonly CallDisturbance["way"][] = ["throttled", "denied", "killed before", "killed after"];
/** What Lambda itself does with a function's role. */
const platform = /^(?:logs|xray|ec2):/;

/**
 * The faults of the calls of all functions that the machines invoke.
 *
 * @param numbers - how many calls of each operation and permission: 1 is only the first
 */
export function callFaults(machines: readonly Machine[], numbers: number): Fault[] {
  const operations = new Map<string, Fault[]>();
  for (const machine of machines) {
    const reach = reachOf(machine);
    for (const { name: state, invokes } of machine.states.values()) {
      if (invokes === undefined) continue;
      const { handler, operation } = invokes;
      const group = operation === undefined ? handler : `${handler}:${operation}`;
      const there = reach.get(state) ?? { outOfReach: "no path leads there" };
      const known = operations.get(group);
      // An operation of several states is met where the fewest failures lead.
      if (known !== undefined && !known.some(({ outOfReach }) => outOfReach !== undefined)) continue;
      const faults = actionsOf(handler).flatMap((action) =>
        Array.from({ length: numbers }, (_, i) => i + 1).flatMap((number) =>
          ways.map((way): Fault => {
            const place = number === 1 ? action : `${action}#${number}`;
            const disturbance = { kind: "call", machine: machine.name, state, handler, operation, action, number, way } as const;
            return { name: `${group}/${place}/${way}`, group, place, way, disturbance, ...there };
          }),
        ),
      );
      operations.set(group, faults);
    }
  }
  return [...operations.values()].flat();
}

/** The actions that the handler's committed policy allows its code. */
function actionsOf(handler: string): readonly string[] {
  const file = `${root}handlers/${handler}/${handler}.policy.json`;
  const { Statement } = JSON.parse(readFileSync(file, "utf8")) as { Statement: { Effect: string; Action: string | string[] }[] };
  const actions = Statement.flatMap(({ Effect, Action }) => (Effect === "Allow" ? [Action].flat() : []));
  return [...new Set(actions.filter((action) => !platform.test(action)))].sort();
}
