/** The two accounts and their credentials, and whose each access key is: the account's own, or a session's of a role. */
import type { GatewayResponse } from "./service.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export type AccountName = "production" | "test";

/** The accounts' numbers. */
export const accountIds = { production: "111111111111", test: "222222222222" } as const;

// 20 capitals and digits, the form that every client accepts. Signatures are not checked, so the secrets are none.
const rootKeys: Readonly<Record<AccountName, Credentials>> = {
  production: { accessKeyId: "AKIALOCALPROD0000000", secretAccessKey: "local" },
  test: { accessKeyId: "AKIALOCALTEST0000000", secretAccessKey: "local" },
};

/** The account's own credentials, by name or by its twelve digits. */
export function rootCredentials(account: string): Credentials {
  if (account === "production" || account === accountIds.production) return rootKeys.production;
  if (account === "test" || account === accountIds.test) return rootKeys.test;
  throw new Error(`The local AWS has the accounts ${accountIds.production} (production) and ${accountIds.test} (test), not ${account}.`);
}

/** A session of a role, with what a service adds to the requests that are made in it. */
export interface RoleSession {
  readonly roleArn: string;
  readonly sessionName: string;
  /** What Step Functions gives as external id when a Task takes on another role: its machine's ARN. */
  readonly externalId?: string;
  /** What Lambda says of code that calls: the function's ARN. */
  readonly functionArn?: string;
}

/** Who calls: an account itself, which may do everything in it, or a session of a role. */
export interface Caller {
  readonly account: string;
  readonly session?: RoleSession;
}

/** Remembers whose each access key is, from the answers that hand keys out. */
export class AccessKeys {
  readonly #callers = new Map<string, Caller>([
    [rootKeys.production.accessKeyId, { account: accountIds.production }],
    [rootKeys.test.accessKeyId, { account: accountIds.test }],
  ]);
  #issued = 0;

  /** Undefined for a key that nobody was given. */
  callerOf(accessKeyId: string): Caller | undefined {
    return this.#callers.get(accessKeyId);
  }

  /** Undefined for a key that nobody was given. */
  accountOf(accessKeyId: string): string | undefined {
    return this.callerOf(accessKeyId)?.account;
  }

  /** Learns from an answer of STS or IAM whose keys work in `account`, and in which session of a role. */
  learn(answer: GatewayResponse, account: string, session?: RoleSession): void {
    if (answer.status !== 200) return;
    for (const [, accessKeyId] of String(answer.body).matchAll(/<AccessKeyId>([A-Z0-9]{16,128})<\/AccessKeyId>/g)) {
      if (accessKeyId !== undefined) this.#callers.set(accessKeyId, { account, ...(session && { session }) });
    }
  }

  /** Credentials of a role, for a service that works with it. */
  issue(account: string, session: RoleSession): Credentials {
    this.#issued += 1;
    const accessKeyId = `ASIALOCAL${String(this.#issued).padStart(11, "0")}`;
    this.#callers.set(accessKeyId, { account, session });
    return { accessKeyId, secretAccessKey: "local", sessionToken: "local" };
  }
}

/** The account in an IAM ARN, `arn:aws:iam::111111111111:role/refresh-reader`. */
export function accountOfArn(arn: string): string | undefined {
  return /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/.exec(arn)?.[1];
}
