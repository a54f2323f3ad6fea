/** Says on EventBridge who changes what, before and after: nothing is changed that cannot be told. */
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { OperatorError } from "./errors.ts";
import type { Operator } from "./operator.ts";
import { AuditDetail } from "./reports.ts";

/** The events' source and detail type: a rule on them keeps the record. */
export const auditSource = "refresh.operator";
export const auditDetailType = "Refresh Operator Command";

/** A command that changes something. */
export interface Change {
  readonly command: AuditDetail["command"];
  /** The run that it is about, "" where there is none yet. */
  readonly run: string;
}

/** What became of it. */
export interface Changed {
  readonly outcome: "started" | "succeeded" | "failed" | "released" | "refused";
  /** The execution that was started, "" where none was. */
  readonly execution: string;
}

/**
 * Carries a change out between its two events. When the first cannot be published nothing is changed.
 *
 * @throws OperatorError when an event cannot be published; whatever `work` throws, after the second event
 */
export async function audited<T extends Changed>(operator: Operator, change: Change, work: () => Promise<T>): Promise<T> {
  await tell(operator, { ...change, phase: "before", outcome: "", execution: "" }, "Nothing was changed.");
  let changed: T;
  try {
    changed = await work();
  } catch (error) {
    // Why the work failed is what its caller has to hear.
    await tell(operator, { ...change, phase: "after", outcome: "failed", execution: "" }, "").catch(() => undefined);
    throw error;
  }
  await tell(
    operator,
    { ...change, phase: "after", outcome: changed.outcome, execution: changed.execution },
    "The change was made; only its end is not recorded.",
  );
  return changed;
}

async function tell(
  operator: Operator,
  what: Omit<AuditDetail, "schemaVersion" | "environment" | "who" | "at">,
  consequence: string,
): Promise<void> {
  const { environment, who, clients, now } = operator;
  const at = new Date(now());
  const detail = AuditDetail.parse({ schemaVersion: 1, environment, who, at: at.toISOString(), ...what });
  const entry = { Source: auditSource, DetailType: auditDetailType, Time: at, Detail: JSON.stringify(detail) };
  const { FailedEntryCount = 0, Entries = [] } = await clients.events.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount > 0)
    throw new OperatorError(
      `EventBridge did not take the record of this command (${Entries[0]?.ErrorCode ?? "no reason"}). ${consequence}`,
    );
}
