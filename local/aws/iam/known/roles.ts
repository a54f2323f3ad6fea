/** Roles and their policies, as calls to IAM make them. */
import { type CompiledPolicy, compilePolicy } from "../policy/index.ts";

interface Role {
  trust: CompiledPolicy;
  readonly inline: Map<string, CompiledPolicy>;
  readonly attached: Set<string>;
}

/** What is known of the roles of all accounts. */
export class Roles {
  readonly #roles = new Map<string, Role>();
  readonly #managed = new Map<string, CompiledPolicy>();

  /** The policy that says who may take the role; undefined for a role that nobody made. */
  trustOf(roleArn: string): CompiledPolicy | undefined {
    return this.#roles.get(roleArn)?.trust;
  }

  /** What a session of the role may do; nothing for a role that nobody made. */
  policiesOf(roleArn: string): readonly CompiledPolicy[] {
    const role = this.#roles.get(roleArn);
    if (role === undefined) return [];
    return [...role.inline.values(), ...[...role.attached].flatMap((arn) => this.#managed.get(arn) ?? [])];
  }

  /** Takes in what an operation of IAM has changed. @throws PolicyError for a policy that cannot be decided here */
  note(operation: string, account: string, parameters: Readonly<Record<string, unknown>>): void {
    const text = (name: string): string => String(parameters[name] ?? "");
    const path = text("Path") === "" ? "/" : text("Path");
    const arn = `arn:aws:iam::${account}:role${path}${text("RoleName")}`;
    const role =
      this.#roles.get(arn) ??
      [...this.#roles].find(([known]) => known.startsWith(`arn:aws:iam::${account}:role/`) && known.endsWith(`/${text("RoleName")}`))?.[1];
    switch (operation) {
      case "CreateRole":
        this.#roles.set(arn, {
          trust: compilePolicy(`trust of ${text("RoleName")}`, text("AssumeRolePolicyDocument"), "trust"),
          inline: new Map(),
          attached: new Set(),
        });
        return;
      case "UpdateAssumeRolePolicy":
        if (role) role.trust = compilePolicy(`trust of ${text("RoleName")}`, text("PolicyDocument"), "trust");
        return;
      case "DeleteRole":
        this.#roles.delete(arn);
        return;
      case "PutRolePolicy":
        role?.inline.set(text("PolicyName"), compilePolicy(`${text("PolicyName")} of ${text("RoleName")}`, text("PolicyDocument")));
        return;
      case "DeleteRolePolicy":
        role?.inline.delete(text("PolicyName"));
        return;
      case "CreatePolicy":
        this.#managed.set(
          `arn:aws:iam::${account}:policy${path}${text("PolicyName")}`,
          compilePolicy(text("PolicyName"), text("PolicyDocument")),
        );
        return;
      case "CreatePolicyVersion":
        this.#managed.set(text("PolicyArn"), compilePolicy(text("PolicyArn"), text("PolicyDocument")));
        return;
      case "AttachRolePolicy":
        role?.attached.add(text("PolicyArn"));
        return;
      case "DetachRolePolicy":
        role?.attached.delete(text("PolicyArn"));
    }
  }
}

/** The operations that `note` takes in. */
export const roleOperations: ReadonlySet<string> = new Set([
  "CreateRole",
  "UpdateAssumeRolePolicy",
  "DeleteRole",
  "PutRolePolicy",
  "DeleteRolePolicy",
  "CreatePolicy",
  "CreatePolicyVersion",
  "AttachRolePolicy",
  "DetachRolePolicy",
]);
