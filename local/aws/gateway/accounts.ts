/** The two accounts and their credentials, and whose each access key is. */
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

/** Remembers which account each access key belongs to, from the answers that hand keys out. */
export class AccessKeys {
  readonly #accounts = new Map<string, string>([
    [rootKeys.production.accessKeyId, accountIds.production],
    [rootKeys.test.accessKeyId, accountIds.test],
  ]);

  /** Undefined for a key that nobody was given. */
  accountOf(accessKeyId: string): string | undefined {
    return this.#accounts.get(accessKeyId);
  }

  /** Learns from an answer of STS or IAM whose keys work in `account`. */
  learn(answer: GatewayResponse, account: string): void {
    if (answer.status !== 200) return;
    for (const [, accessKeyId] of String(answer.body).matchAll(/<AccessKeyId>([A-Z0-9]{16,128})<\/AccessKeyId>/g)) {
      if (accessKeyId !== undefined) this.#accounts.set(accessKeyId, account);
    }
  }
}

/** The account in an IAM ARN, `arn:aws:iam::111111111111:role/refresh-reader`. */
export function accountOfArn(arn: string): string | undefined {
  return /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/.exec(arn)?.[1];
}
