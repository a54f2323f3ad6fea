/** Tonight's generation: what the pointers name, and which of day 0's settings it must have. */
import { GetParametersCommand } from "@aws-sdk/client-ssm";
import { type ControlTable, readGenerations } from "../shared/control/index.ts";
import { Pointer } from "../shared/reports.ts";
import { resources } from "../shared/resources.ts";
import type { Expectations, FieldName } from "./expectations.ts";
import type { Subject } from "./finding.ts";
import type { Account } from "./kinds/index.ts";

/**
 * What a generation has in common with day 0. A cluster of a night scales otherwise, carries the run's tag only, and must let
 * itself be deleted when the next generations have come.
 */
export const sharedFields: {
  readonly table: readonly FieldName<"table">[];
  readonly cluster: readonly FieldName<"cluster">[];
  readonly instance: readonly FieldName<"instance">[];
} = {
  table: ["keys", "indexes", "billingMode", "pointInTimeRecovery", "encryptionKey", "ttl", "deletionProtection", "tags"],
  cluster: ["engineVersion", "encryptionKey", "httpEndpoint", "parameterGroup", "subnetGroup", "securityGroups"],
  instance: ["engineVersion", "instanceClass", "publiclyAccessible", "performanceInsights"],
};

/** What the nights have made. */
export interface Generations {
  /** What pointers name beside day 0. */
  readonly live: readonly Subject[];
  /** Names of tables, clusters and instances that a pointer or the ledger knows. */
  readonly known: ReadonlySet<string>;
  /** Parameters that should hold a pointer and do not. */
  readonly broken: readonly string[];
}

/** The names of the pointers among the expected parameters, and their services. */
export function pointersIn({ environment, resources: { parameter = {} } }: Expectations): Map<string, string> {
  const found = Object.keys(parameter).flatMap((name): [string, string][] => {
    const [start, of, service, last, ...more] = name.split("/");
    return start === "" && of === environment && service && last === "data" && more.length === 0 ? [[name, service]] : [];
  });
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Follows every pointer, and reads the ledger. */
export async function readLiveGenerations(account: Account, expected: Expectations, control: ControlTable): Promise<Generations> {
  const live = new Map<string, Subject>();
  const known = new Set<string>();
  const broken: string[] = [];
  const names = [...pointersIn(expected).keys()];
  // GetParameters takes ten names.
  for (let at = 0; at < names.length; at += 10) {
    const { Parameters = [] } = await account.clients.ssm.send(new GetParametersCommand({ Names: names.slice(at, at + 10) }));
    for (const { Name = "", Value = "" } of Parameters) {
      const pointer = parse(Value);
      if (pointer === undefined) broken.push(Name);
      else for (const subject of subjectsOf(pointer, expected)) live.set(`${subject.kind} ${subject.name}`, subject);
    }
  }
  for (const { name } of live.values()) known.add(name);
  for (const { cluster, tables } of await readGenerations(control)) {
    for (const name of [cluster, resources.writer(cluster), ...tables]) known.add(name);
  }
  return { live: [...live.values()], known, broken };
}

function subjectsOf(pointer: Pointer, { environment, resources: expected }: Expectations): Subject[] {
  const subjects: Subject[] = [];
  for (const [table, name] of Object.entries(pointer.tables)) {
    // A table that only production has stands for none of day 0.
    if (name !== table && Object.hasOwn(expected.table ?? {}, table)) subjects.push({ kind: "table", name, standsFor: table });
  }
  if (pointer.run === "day-0") return subjects;
  const [dayZero] = Object.keys(expected.cluster ?? {});
  const [writer] = Object.keys(expected.instance ?? {}).sort();
  const name = resources.cluster(environment, pointer.run);
  if (dayZero !== undefined) subjects.push({ kind: "cluster", name, standsFor: dayZero });
  if (writer !== undefined) subjects.push({ kind: "instance", name: resources.writer(name), standsFor: writer });
  return subjects;
}

function parse(value: string): Pointer | undefined {
  try {
    return Pointer.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}
