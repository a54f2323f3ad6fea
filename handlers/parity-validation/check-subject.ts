/** Compares one resource, field by field. */
import { type Canonical, type Difference, differences } from "./compare/index.ts";
import type { Expectations } from "./expectations.ts";
import { type Finding, finding, type Subject } from "./finding.ts";
import { sharedFields } from "./generations.ts";
import { type Account, kindOf } from "./kinds/index.ts";
import { isNotThere, whyUnreadable } from "./live/index.ts";

/** What came of a resource. */
export interface Checked {
  readonly findings: readonly Finding[];
  /** How many fields were compared. */
  readonly fields: number;
}

type Readers = Readonly<Record<string, () => unknown>>;

/** The fields of a resource that are expected: those that Terraform states. */
export function expectedFields({ resources }: Expectations, { kind, name, standsFor }: Subject): [field: string, value: unknown][] {
  const records = resources[kind] as Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  const shared = standsFor === undefined ? undefined : (sharedFields as Readonly<Record<string, readonly string[]>>)[kind];
  return Object.entries(records?.[standsFor ?? name] ?? {}).filter(
    ([field, value]) => value !== null && value !== undefined && (shared?.includes(field) ?? true),
  );
}

/**
 * Compares a resource. What cannot be read is a finding of its own: nothing is thrown.
 *
 * @param listed - what the listing of its kind has said of it
 */
export async function checkSubject(account: Account, expected: Expectations, subject: Subject, listed: unknown): Promise<Checked> {
  const kind = kindOf(subject.kind);
  let readers: Readers | undefined;
  try {
    readers = await kind.find(account, subject.name, listed);
  } catch (error) {
    if (!isNotThere(error)) {
      return {
        findings: [finding(kind, subject, { problem: "unreadable", expected: "readable", actual: whyUnreadable(error) })],
        fields: 0,
      };
    }
  }
  if (readers === undefined) {
    return { findings: [finding(kind, subject, { problem: "missing", expected: "present", actual: "not there" })], fields: 0 };
  }
  const findings: Finding[] = [];
  const fields = expectedFields(expected, subject);
  for (const [field, value] of fields) {
    const found = await compareField(subject, field, value, readers);
    if (typeof found === "string")
      findings.push(finding(kind, subject, { problem: "unreadable", field, expected: "readable", actual: found }));
    else for (const difference of found) findings.push(finding(kind, subject, { problem: "changed", ...difference }));
  }
  return { findings, fields: fields.length };
}

/** The differences of one field, or why it cannot be read. */
export async function compareField(
  { kind }: Subject,
  field: string,
  expected: unknown,
  readers: Readers,
): Promise<readonly Difference[] | string> {
  const as = kindOf(kind).fields[field];
  const read = readers[field];
  if (as === undefined || read === undefined) throw new Error(`The kind ${kind} has no field ${field}.`);
  let actual: unknown;
  try {
    actual = await read();
  } catch (error) {
    return whyUnreadable(error);
  }
  return differences(field, as(expected), onlyStated(as(expected), as(actual), field));
}

/** Of the public access block only the members that are stated count; of tags and policies all do. */
function onlyStated(expected: Canonical, actual: Canonical, field: string): Canonical {
  if (field !== "publicAccessBlock" || typeof expected !== "object" || typeof actual !== "object") return actual;
  return Object.fromEntries(Object.entries(actual).filter(([name]) => Object.hasOwn(expected, name)));
}
