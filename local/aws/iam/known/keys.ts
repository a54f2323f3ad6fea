/** Keys of KMS: their policies and aliases. */
import { type CompiledPolicy, compilePolicy } from "../policy/index.ts";
import { arnAt, ownerIn, type Place, textOf } from "./arns.ts";

type Members = Readonly<Record<string, unknown>>;

/** What is known of the keys of all accounts. */
export class Keys {
  readonly #policies = new Map<string, CompiledPolicy>();
  readonly #aliases = new Map<string, string>();

  /**
   * The ARN of a key that is named by id, ARN, alias or an alias's ARN; undefined for AWS's own keys, which everybody in the
   * account may use through their service.
   */
  arnOf(name: string | undefined, place: Place): string | undefined {
    if (name === undefined || /(^|:)alias\/aws\//.test(name)) return undefined;
    if (/(^|:)alias\//.test(name)) return this.#aliases.get(arnAt(place, "kms", name));
    return name.startsWith("arn:") ? name : arnAt(place, "kms", `key/${name}`);
  }

  /** Whether somebody made it; AWS's own keys nobody did. */
  isCustomers(arn: string): boolean {
    return this.#policies.has(arn);
  }

  /** The key's policy: AWS's default, which leaves it to the account, where none was given. */
  policyOf(arn: string): CompiledPolicy {
    return this.#policies.get(arn) ?? defaultPolicy(arn);
  }

  note(operation: string, place: Place, parameters: Members, answer: Members): void {
    switch (operation) {
      case "CreateKey": {
        const arn = textOf((answer.KeyMetadata ?? {}) as Members, "Arn");
        if (arn === undefined) return;
        const policy = textOf(parameters, "Policy");
        this.#policies.set(arn, policy === undefined ? defaultPolicy(arn) : compilePolicy(`policy of the key ${arn}`, policy));
        return;
      }
      case "PutKeyPolicy": {
        const arn = this.arnOf(textOf(parameters, "KeyId"), place);
        if (arn !== undefined) this.#policies.set(arn, compilePolicy(`policy of the key ${arn}`, textOf(parameters, "Policy") ?? ""));
        return;
      }
      case "CreateAlias":
      case "UpdateAlias": {
        const arn = this.arnOf(textOf(parameters, "TargetKeyId"), place);
        if (arn !== undefined) this.#aliases.set(arnAt(place, "kms", textOf(parameters, "AliasName") ?? ""), arn);
        return;
      }
      case "DeleteAlias":
        this.#aliases.delete(arnAt(place, "kms", textOf(parameters, "AliasName") ?? ""));
    }
  }
}

export const keyOperations: ReadonlySet<string> = new Set(["CreateKey", "PutKeyPolicy", "CreateAlias", "UpdateAlias", "DeleteAlias"]);

function defaultPolicy(arn: string): CompiledPolicy {
  const statement = {
    Sid: "Enable IAM User Permissions",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ownerIn(arn) ?? ""}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  return compilePolicy(`policy of the key ${arn}`, { Version: "2012-10-17", Statement: [statement] });
}
