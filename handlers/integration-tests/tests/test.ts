/** A test of the candidates: a name, and what it finds wrong. */

import type { AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";
import type { Pool } from "pg";
import type { Pointer } from "../../shared/reports.ts";

/** What a service has tonight, under the names that the switch would publish, and what production had. */
export interface Candidate {
  readonly service: string;
  readonly pointer: Pointer;
  /** Where tonight's objects stand until they are published. */
  readonly objects: { readonly bucket: string; readonly prefix: string };
  readonly expected: {
    /** Rows of each table of the schema, in production's snapshot. */
    readonly rows: ReadonlyMap<string, number>;
    /** Items of each table, by production's table name, in production's export. */
    readonly items: ReadonlyMap<string, number>;
    /** Objects of the service in the manifest, less those that were dropped. */
    readonly objects: number;
    /** By production's table name: whether its export has values in common with the schema, by their fingerprints. */
    readonly joins: ReadonlyMap<string, boolean>;
  };
  /** Some of the masked items that were staged for a table of tonight. */
  sampleOf(table: string, size: number): Promise<Record<string, AttributeValue>[]>;
}

/** What a test may use: connections as an application would have them. */
export interface Tools {
  readonly sql: Pool;
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
}

/** One test; it throws a `Failed` with what is wrong, which never holds a value of a row. */
export interface CandidateTest {
  readonly name: string;
  /** Whether the candidate has something to test. */
  applies(candidate: Candidate): boolean;
  run(candidate: Candidate, tools: Tools): Promise<void>;
}

/** What a test found wrong. */
export class Failed extends Error {
  override readonly name = "Failed";
}

/** Fails the test unless two numbers are equal. */
export function equal(what: string, actual: number, expected: number): void {
  if (actual !== expected) throw new Failed(`${what}: ${actual}, expected ${expected}`);
}
