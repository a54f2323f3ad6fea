/** The report of a run of faults as JSON: stable, versioned, without a single value of production. */
import { z } from "zod";
import { type Invariant, invariants } from "../judge.ts";
import type { FaultResult } from "../run/index.ts";

const sentences = z.array(z.string());

export const FaultReport = z.object({
  name: z.string(),
  group: z.string(),
  place: z.string(),
  way: z.string(),
  outcome: z.enum(["held", "violated", "not reached"]),
  /** Why it was not reached. */
  why: z.string().optional(),
  /** How the disturbed night ended. */
  ending: z.string().optional(),
  /** What put things right. */
  next: z.enum(["next night", "resume"]).optional(),
  /** What was violated, by invariant; absent when the fault was not reached. */
  verdicts: z.record(z.enum(Object.keys(invariants) as [Invariant, ...Invariant[]]), sentences).optional(),
  seconds: z.number().min(0),
});
export type FaultReport = z.infer<typeof FaultReport>;

export const FaultsReport = z.object({
  schemaVersion: z.literal(1),
  seed: z.int(),
  /** Faults in the whole list, and in this run. */
  listed: z.int().min(0),
  chosen: z.int().min(0),
  held: z.int().min(0),
  violated: z.int().min(0),
  notReached: z.int().min(0),
  faults: z.array(FaultReport),
});
export type FaultsReport = z.infer<typeof FaultsReport>;

/** Makes it. */
export function faultsReport(results: readonly FaultResult[], about: { seed: number; listed: number; chosen: number }): FaultsReport {
  const count = (outcome: FaultResult["outcome"]): number => results.filter((result) => result.outcome === outcome).length;
  return {
    schemaVersion: 1,
    ...about,
    held: count("held"),
    violated: count("violated"),
    notReached: count("not reached"),
    faults: results.map(({ fault: { name, group, place, way }, verdicts, ...rest }) => ({
      name,
      group,
      place,
      way,
      ...rest,
      ...(verdicts && { verdicts: verdicts as FaultReport["verdicts"] & object }),
    })),
  };
}
