/** What every operation is given, and the two shapes of its result that all share. */

import type { XmlStructure } from "../../gateway/index.ts";
import type { AccountState } from "../account-state.ts";
import type { OwnCalls } from "../aws-clients.ts";
import { Lifecycle } from "../lifecycle.ts";
import type { Cluster } from "../model.ts";
import type { Parameters } from "../parameters.ts";
import type { Postgres } from "../postgres/index.ts";
import { clusterShape } from "../shapes.ts";

export type Context = {
  /** The caller's account. */
  readonly state: AccountState;
  /** Any account of this machine; undefined for one that does not exist. */
  account(id: string): AccountState | undefined;
  accounts(): Iterable<AccountState>;
  readonly region: string;
  readonly postgres: Postgres;
  readonly calls: OwnCalls;
  now(): number;
  log(line: string): void;
};

/** One API operation: parameters in, members of its result out. */
export type Operation = (context: Context, parameters: Parameters) => Promise<XmlStructure>;

/** The ARN of something in the caller's account. */
export function arnOf(context: Context, kind: "cluster" | "cluster-pg" | "db" | "cluster-snapshot" | "subgrp", id: string): string {
  return `arn:aws:rds:${context.region}:${context.state.account}:${kind}:${id}`;
}

export function newStatus(context: Context): Lifecycle {
  return new Lifecycle(() => context.now());
}

/** Work behind an in-progress status; what went wrong is logged, since nobody awaits it. */
export function inBackground(context: Context, what: string, work: Promise<unknown>): Promise<unknown> {
  work.catch((error: unknown) => context.log(`rds: ${what} failed: ${error instanceof Error ? error.message : String(error)}`));
  return work;
}

/** `{ DBCluster }` without counting as a describe. */
export function clusterResult(context: Context, cluster: Cluster): XmlStructure {
  return { DBCluster: clusterShape(cluster, context.state, cluster.status.current()) };
}
