/** Carries out repairs: reads again before and after each, and records both. */
import { z } from "zod";
import { compareField } from "../check-subject.ts";
import { type KindName, kindSchemas } from "../expectations.ts";
import { type Account, kindOf } from "../kinds/index.ts";
import { isNotThere, whyUnreadable } from "../live/index.ts";
import type { PlannedRepair } from "./plan-repairs.ts";

/** A repair as the report tells it. */
export const RepairRecord = z.object({
  kind: z.enum(Object.keys(kindSchemas) as [KindName, ...KindName[]]),
  resource: z.string(),
  field: z.string(),
  /** `proposed`: nothing was done; `failed`: done, and read again it is not as expected, or AWS refused. */
  outcome: z.enum(["repaired", "failed", "unneeded", "proposed", "not reached"]),
  before: z.string(),
  after: z.string(),
});
export type RepairRecord = z.infer<typeof RepairRecord>;

/** Bounds of a run. */
export interface Bounds {
  readonly most: number;
  outOfTime(): boolean;
}

/** What is only proposed. */
export function proposeRepairs(planned: readonly PlannedRepair[]): RepairRecord[] {
  return planned.map((repair) => record(repair, "proposed", wordsOf(repair), ""));
}

/** Repairs one after the other, `most` at most; what goes wrong with one does not stop the next. */
export async function runRepairs(
  account: Account,
  planned: readonly PlannedRepair[],
  { most, outOfTime }: Bounds,
): Promise<RepairRecord[]> {
  const records: RepairRecord[] = [];
  for (const [number, repair] of planned.entries()) {
    records.push(number >= most || outOfTime() ? record(repair, "not reached", wordsOf(repair), "") : await repairOne(account, repair));
  }
  return records;
}

async function repairOne(account: Account, planned: PlannedRepair): Promise<RepairRecord> {
  const before = await differenceNow(account, planned);
  // Somebody may have repaired it since it was compared.
  if (before === undefined) return record(planned, "unneeded", "as expected", "as expected");
  try {
    await planned.repair(account, planned.resource, planned.expected);
  } catch (error) {
    return record(planned, "failed", before, `refused: ${whyUnreadable(error)}`);
  }
  const after = await differenceNow(account, planned);
  return after === undefined ? record(planned, "repaired", before, "as expected") : record(planned, "failed", before, after);
}

/** How the field differs now; undefined when it does not. */
async function differenceNow(account: Account, { kind, resource, field, expected }: PlannedRepair): Promise<string | undefined> {
  try {
    const readers = await kindOf(kind).find(account, resource);
    if (readers === undefined) return "not there";
    if (field === "missing") return undefined;
    const found = await compareField({ kind, name: resource }, field, expected[field], readers);
    if (typeof found === "string") return found;
    return found.length === 0 ? undefined : found.map((one) => `${one.field}: ${one.actual}`).join("; ");
  } catch (error) {
    return isNotThere(error) ? "not there" : whyUnreadable(error);
  }
}

const wordsOf = ({ findings }: PlannedRepair): string =>
  findings.map(({ field, actual }) => (field === "" ? actual : `${field}: ${actual}`)).join("; ");

function record({ kind, resource, field }: PlannedRepair, outcome: RepairRecord["outcome"], before: string, after: string): RepairRecord {
  return { kind, resource, field, outcome, before, after };
}
