/** Looks for what Terraform has not made: by name, and by the tag that says whose it is. */

import type { KindName } from "./expectations.ts";
import { type Finding, finding } from "./finding.ts";
import { type Account, kindOf } from "./kinds/index.ts";
import { isNotThere, whyUnreadable } from "./live/index.ts";

/** What a listing has given. */
export interface Listing {
  readonly listed: ReadonlyMap<string, unknown>;
  /** Why the rest could not be listed. */
  readonly unreadable?: string;
}

/** Lists everything of a kind that is the environment's by its name. */
export async function listKind(account: Account, name: KindName, expected: readonly string[]): Promise<Listing> {
  const kind = kindOf(name);
  const listed = new Map<string, unknown>();
  try {
    if (kind.scan !== undefined) for await (const [found, summary] of kind.scan(account, expected)) listed.set(found, summary);
    return { listed };
  } catch (error) {
    return { listed, unreadable: whyUnreadable(error) };
  }
}

/** The findings for what is listed, not expected, and of no generation. */
export async function checkUnexpected(
  account: Account,
  name: KindName,
  { listed, unreadable }: Listing,
  isKnown: (resource: string) => boolean,
): Promise<Finding[]> {
  const kind = kindOf(name);
  const findings: Finding[] = [];
  if (unreadable !== undefined) {
    const subject = { kind: name, name: "(all of this kind)" };
    findings.push(finding(kind, subject, { problem: "unreadable", expected: "listable", actual: unreadable }));
  }
  for (const [resource, summary] of listed) {
    if (isKnown(resource)) continue;
    const tags = await tagsOf(account, name, resource, summary);
    // The names of `dev-eu` begin as those of `dev` do.
    if (tags === undefined || (tags.Environment !== undefined && tags.Environment !== account.environment)) continue;
    const actual = tags.RefreshRun === undefined ? "there" : `there, left by the run ${tags.RefreshRun}`;
    findings.push(finding(kind, { kind: name, name: resource }, { problem: "unexpected", expected: "not there", actual }));
  }
  return findings;
}

/** The tags of what was listed; none where they cannot be read, undefined where it is gone by now. */
async function tagsOf(account: Account, name: KindName, resource: string, summary: unknown): Promise<Record<string, string> | undefined> {
  try {
    const readers = await kindOf(name).find(account, resource, summary);
    if (readers === undefined) return undefined;
    return ((await readers.tags?.()) ?? {}) as Record<string, string>;
  } catch (error) {
    return isNotThere(error) ? undefined : {};
  }
}
