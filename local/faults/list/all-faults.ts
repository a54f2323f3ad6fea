/** The whole list of faults, and the choice of a part of it. */
import { createRandom } from "../../refresh/data/random.ts";
import { UsageError } from "../../refresh/usage-error.ts";
import { callFaults } from "./call-faults.ts";
import type { Fault } from "./fault.ts";
import { committedMachines } from "./machines.ts";
import { stateFaults } from "./state-faults.ts";
import { stepFaults } from "./step-faults.ts";

/** Which faults are wanted. */
export interface Choice {
  /** Names, or beginnings of names; all when there is none. */
  readonly only?: readonly string[];
  /** Ways, or their first words: `error`, `stopped`, `killed`. */
  readonly ways?: readonly string[];
  readonly seed: number;
  /** So many of them; all when absent. */
  readonly sample?: number;
  /** How many calls of each operation and permission are disturbed; 1 when absent. */
  readonly calls?: number;
}

/** Every fault, in the order of the sources. */
export function allFaults(calls = 1): readonly Fault[] {
  const machines = committedMachines();
  return [...machines.flatMap(stateFaults), ...stepFaults(), ...callFaults(machines, calls)];
}

/**
 * The wanted faults, in an order that the seed decides. A sample takes a fault of a state, a step and a call in turn.
 *
 * @throws UsageError when a name or a way fits no fault
 */
export function chooseFaults({ only = [], ways = [], seed, sample, calls }: Choice): readonly Fault[] {
  const all = allFaults(Math.max(calls ?? 1, ...only.map(numberIn)));
  const named = (fault: Fault, name: string): boolean => fault.name === name || fault.name.startsWith(`${name}/`);
  const goes = (fault: Fault, way: string): boolean => fault.way === way || fault.way.startsWith(`${way} `);
  for (const name of only)
    if (!all.some((fault) => named(fault, name))) throw new UsageError(`There is no fault "${name}". See them by --list.`);
  for (const way of ways) if (!all.some((fault) => goes(fault, way))) throw new UsageError(`There is no way "${way}": ${waysOf(all)}.`);
  const wanted = all
    .filter((fault) => only.length === 0 || only.some((name) => named(fault, name)))
    .filter((fault) => ways.length === 0 || ways.some((way) => goes(fault, way)));
  const ordered = shuffled(wanted, seed);
  if (sample === undefined) return ordered;
  const runnable = ordered.filter(({ outOfReach }) => outOfReach === undefined);
  const kinds = ["state", "step", "call"].map((kind) => runnable.filter(({ disturbance }) => disturbance.kind === kind));
  return inTurn(kinds).slice(0, sample);
}

const waysOf = (faults: readonly Fault[]): string => `the ways are ${[...new Set(faults.map(({ way }) => way))].join(", ")}`;

/** `…/ssm:PutParameter#7/denied` → 7. */
const numberIn = (name: string): number => Number(/#(\d{1,4})\//.exec(name)?.[1] ?? 1);

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = createRandom(`faults ${seed}`);
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const other = random.int(0, i);
    [result[i], result[other]] = [result[other] as T, result[i] as T];
  }
  return result;
}

/** One of each group, then a second one of each, and so on. */
function inTurn<T>(groups: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...groups.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => groups.flatMap((items) => items.slice(i, i + 1))).flat();
}
