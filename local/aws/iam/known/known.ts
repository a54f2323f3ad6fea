/** Everything that decisions need to know, learned from the calls that were answered. */

import type { RequestHead } from "../../gateway/request-head.ts";
import type { GatewayRequest, GatewayResponse } from "../../gateway/service.ts";
import { compilePolicy } from "../policy/index.ts";
import { Keys, keyOperations } from "./keys.ts";
import { Roles, roleOperations } from "./roles.ts";
import { keysInAnswer } from "./snapshots.ts";
import { Stores, storeOperations } from "./stores.ts";

type Members = Readonly<Record<string, unknown>>;

/** What is known of both accounts. */
export class Known {
  readonly roles = new Roles();
  readonly keys = new Keys();
  readonly stores = new Stores(this.keys);
  /** Clusters and snapshots by ARN: the keys that they are under. */
  readonly #rds = new Map<string, string>();

  /** The customer's key that a cluster or snapshot is under. */
  keyOfRds(arn: string): string | undefined {
    const key = this.#rds.get(arn);
    return key !== undefined && this.keys.isCustomers(key) ? key : undefined;
  }

  /** Whether a call changes what is known, so that it has to be read; the query protocol tells only inside. */
  wants({ service, operation, method, path, query }: RequestHead): boolean {
    if (service === "s3")
      return (
        (method === "PUT" || method === "DELETE") &&
        isBucket(path) &&
        (query.size === 0 || query.has("policy") || query.has("encryption") || query.has("x-id"))
      );
    if (service === "iam" || service === "rds" || service === "sns") return true;
    if (service === "kms") return keyOperations.has(operation);
    return storeOperations.get(service)?.has(operation) ?? false;
  }

  /** Takes in a call that was answered. @throws PolicyError for a policy that cannot be decided here */
  note(request: GatewayRequest, answer: GatewayResponse): void {
    if (answer.status >= 300) return;
    const { service, operation, account, parameters } = request;
    if (service === "s3") this.#noteBucket(request);
    else if (service === "iam") {
      if (roleOperations.has(operation)) this.roles.note(operation, account, parameters);
    } else if (service === "rds") {
      for (const [arn, key] of keysInAnswer(String(answer.body))) this.#rds.set(arn, this.keys.arnOf(key, request) ?? key);
    } else if (service === "kms") this.keys.note(operation, request, parameters, json(answer));
    else if (storeOperations.get(service)?.has(operation)) this.stores.note(service, operation, request, parameters, json(answer));
  }

  #noteBucket(request: GatewayRequest): void {
    const { method, path, query, account, body } = request;
    if (!isBucket(path)) return;
    const bucket = decodeURIComponent(path.slice(1).replace(/\/$/, ""));
    if (query.has("policy")) {
      const policy = method === "PUT" ? compilePolicy(`policy of the bucket ${bucket}`, body.toString("utf8")) : undefined;
      this.stores.change(bucket, { policy });
    } else if (query.has("encryption")) {
      const key = /<KMSMasterKeyID>([^<]+)<\/KMSMasterKeyID>/.exec(body.toString("utf8"))?.[1];
      this.stores.change(bucket, { key: method === "PUT" ? this.keys.arnOf(key, request) : undefined });
    } else if (method === "PUT") this.stores.change(bucket, { owner: account });
  }
}

const isBucket = (path: string): boolean => /^\/[^/]+\/?$/.test(path);

function json({ body }: GatewayResponse): Members {
  try {
    const parsed: unknown = JSON.parse(String(body));
    return typeof parsed === "object" && parsed !== null ? (parsed as Members) : {};
  } catch {
    return {};
  }
}
