/** A finding: one place where the account is not what Terraform has made, how bad that is, and what to do. */
import { z } from "zod";
import { type KindName, kindSchemas } from "./expectations.ts";
import type { AnyKind } from "./kinds/index.ts";
import { bySeverity, severities, severityOf } from "./severities.ts";

export const Finding = z.object({
  problem: z.enum(["missing", "unexpected", "changed", "unreadable"]),
  /** IAM's prefix of the service. */
  service: z.string(),
  kind: z.enum(Object.keys(kindSchemas) as [KindName, ...KindName[]]),
  /** The resource's name. */
  resource: z.string(),
  /** For what a night has made: the resource of day 0 whose settings it should have. */
  standsFor: z.string().optional(),
  /** `field` or `field.member`; "" for the whole resource. */
  field: z.string(),
  expected: z.string(),
  actual: z.string(),
  severity: z.enum(severities),
  /** How to repair it. */
  repair: z.string(),
});
export type Finding = z.infer<typeof Finding>;

/** What a finding is about. */
export interface Subject {
  readonly kind: KindName;
  readonly name: string;
  readonly standsFor?: string;
}

type Found = Pick<Finding, "problem"> & Partial<Pick<Finding, "field" | "expected" | "actual">>;

/** The field of a kind that a place belongs to. */
export const fieldOf = (place: string): string => place.split(".")[0] ?? place;

/** A finding with its severity and its way out. */
export function finding({ service }: Pick<AnyKind, "service">, { kind, name, standsFor }: Subject, found: Found): Finding {
  const { problem, field = "", expected = "", actual = "" } = found;
  const rated = problem === "unexpected" ? "unexpected" : field === "" ? "missing" : fieldOf(field);
  const about = { problem, service, kind, resource: name, ...(standsFor === undefined ? {} : { standsFor }), field };
  return { ...about, expected, actual, severity: severityOf(kind, rated), repair: wayOut(problem, kind, name, standsFor, field, actual) };
}

function wayOut(
  problem: Finding["problem"],
  kind: KindName,
  name: string,
  standsFor: string | undefined,
  field: string,
  actual: string,
): string {
  const apply = "`terraform -chdir=terraform apply`";
  switch (problem) {
    case "missing":
      if (standsFor !== undefined)
        return `A pointer names ${name}, which is gone: roll the service back (npm run refresh -- rollback), or run the refresh anew.`;
      if (kind === "table" || kind === "cluster" || kind === "bucket")
        return `${apply} makes ${name} anew, empty; the next refresh fills it.`;
      if (kind === "key")
        return `If the key waits for its deletion, cancel that first (aws kms cancel-key-deletion); otherwise ${apply} makes another, under which nothing old can be read.`;
      return `${apply} makes ${name} anew.`;
    case "unexpected":
      return `Terraform has not made ${name}: import it, or find out who has and delete it. Nothing is deleted by the validator.`;
    case "unreadable":
      if (actual.startsWith("access denied"))
        return `Allow the validator's role to read it (handlers/parity-validation/README.md lists the calls).`;
      if (actual.startsWith("no answer"))
        return `Give the validator's subnets a way to the service: an interface endpoint, or enable_nat for those that have none (IAM).`;
      return `Run the validator again; if it stays so, read it by hand.`;
    case "changed":
      if (standsFor !== undefined)
        return `The next refresh makes a generation with ${standsFor}'s settings; until then set ${field} of ${name} by hand.`;
      return `${apply} sets ${field} of ${name} back; if the change is wanted, write it into terraform/tap_stack.tf.`;
  }
}

/** The worst first, then by kind, resource and field: the same findings always stand in the same order. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const place = ({ kind, resource, field, problem }: Finding): string => [kind, resource, field, problem].join("\u0000");
  return [...findings].sort((a, b) => bySeverity(a.severity, b.severity) || (place(a) < place(b) ? -1 : 1));
}
