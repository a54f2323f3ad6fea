/** The forms of names that all contracts share, each bounded. */
import { z } from "zod";

/** The environment's name, as in every resource's name: lower case, at most 16 characters. */
export const EnvironmentName = z.string().regex(/^[a-z][a-z0-9-]{0,15}$/);
/** The run's name: `<UTC start as yyyymmdd't'hhmm>-<4 hex of the execution's name>`. */
export const RunId = z.string().regex(/^\d{8}t\d{4}-[0-9a-f]{4}$/);
/** A run's name, or the empty text where there is none. */
export const RunIdOrNone = z.union([RunId, z.literal("")]);
/** A service's name: also its PostgreSQL schema (hyphens become underscores), table prefix and S3 prefix. */
export const ServiceName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
/** An ARN, or the empty text where there is none; an execution's name in it may be of any language. */
export const Arn = z
  .string()
  .max(512)
  .regex(/^[^"\\\p{Cc}\p{Cs}]*$/u);
/** A key of an S3 object: of any characters that a listing of S3 can carry, since XML has no control characters. */
export const ObjectKey = z
  .string()
  .max(1024)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\t\n\r\u007f-\u009f])*$/u);
/** A DynamoDB table's name, or the empty text where there is none. */
export const TableName = z.string().regex(/^[A-Za-z0-9_.-]{0,255}$/);
/** A moment, ISO 8601 in UTC. */
export const Instant = z.string().regex(/^[0-9TZ:.+-]{0,40}$/);
/** A number of things. */
export const Count = z.int().min(0);
/** What every operation of a run is told. */
export const InRun = z.object({ environment: EnvironmentName, runId: RunId });
