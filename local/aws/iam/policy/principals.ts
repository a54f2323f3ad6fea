/** Who a statement of a resource's policy is about. */
import { PolicyError } from "./error.ts";

/** Who asks: a session of a role, or a service of AWS. */
export type Principal =
  | {
      readonly kind: "role";
      readonly account: string;
      readonly roleArn: string;
      /** `arn:aws:sts::222222222222:assumed-role/test-masking-handler/invocation` */
      readonly sessionArn: string;
    }
  | { readonly kind: "service"; readonly service: string; readonly account: string };

/** `direct`: the statement names the caller (or everybody). `account`: it names the caller's account, whose own policies decide. */
export type Named = "direct" | "account" | undefined;

/** How a statement names a caller. */
export type Principals = (principal: Principal) => Named;

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).map(String);

function namedByAws(name: string, { account, roleArn, sessionArn }: Extract<Principal, { kind: "role" }>): Named {
  if (name === "*" || name === roleArn || name === sessionArn) return "direct";
  return name === account || new RegExp(`^arn:aws[a-z-]*:iam::${account}:root$`).test(name) ? "account" : undefined;
}

/** @throws PolicyError for a principal of a kind that is not known here */
export function principals(source: unknown): Principals {
  if (source === "*") return () => "direct";
  if (typeof source !== "object" || source === null) throw new PolicyError("Principal is neither an object nor *");
  for (const kind of Object.keys(source))
    if (kind !== "AWS" && kind !== "Service") throw new PolicyError(`the local AWS does not know principals of the kind "${kind}"`);
  const { AWS, Service } = source as { AWS?: unknown; Service?: unknown };
  const accounts = AWS === undefined ? [] : texts(AWS);
  const services = Service === undefined ? [] : texts(Service);
  return (principal) => {
    if (principal.kind === "service") return services.includes(principal.service) ? "direct" : undefined;
    const found = accounts.map((name) => namedByAws(name, principal));
    return found.includes("direct") ? "direct" : found.includes("account") ? "account" : undefined;
  };
}
