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
/** An ARN. */
export const Arn = z.string().max(512);
/** A key of an S3 object. */
export const ObjectKey = z.string().max(1024);
/** A DynamoDB table's name. */
export const TableName = z.string().max(255);
/** A moment, ISO 8601 in UTC. */
export const Instant = z.string().max(40);
/** A number of things. */
export const Count = z.int().min(0);
/** What every operation of a run is told. */
export const InRun = z.object({ environment: EnvironmentName, runId: RunId });
