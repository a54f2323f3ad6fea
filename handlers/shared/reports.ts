/** The reports that a run leaves in the staging bucket: versioned, and without a single value of a customer. */
import { z } from "zod";
import { Count, EnvironmentName, Instant, ObjectKey, RunId, ServiceName } from "./names.ts";

const version = z.literal(1);
const StoreName = z.enum(["s3", "dynamodb", "aurora"]);

/** Something that no rule declared, and what became of it. */
export const Undeclared = z.object({
  service: ServiceName,
  store: StoreName,
  /** Where: `table.column`, `table.attribute.path`, `prefix/ column`. */
  place: z.string().max(400),
  action: z.enum(["redact", "null", "key", "year", "drop", "hold"]),
  why: z.string().max(400),
  /** A rule that it might get, as `"rule": "template" (because …)`; it decides nothing and holds no value. */
  suggestion: z.string().max(400).optional(),
});
export type Undeclared = z.infer<typeof Undeclared>;

/** What one part of the work (a batch of objects, a file of an export, a table) did. */
export const PartReport = z.object({
  schemaVersion: version,
  store: StoreName,
  service: ServiceName,
  /** Table, or "" for objects. */
  table: z.string().max(255),
  copied: Count,
  masked: Count,
  dropped: Count,
  bytes: Count,
  /** Items, rows or objects that went in and came out. */
  read: Count,
  written: Count,
  /** Values that stayed as they are in their place, and no rule explains it: each is a leak. Of Aurora the clone's proof counts them. */
  unchanged: Count,
  undeclared: z.array(Undeclared),
  /** The rules that were for something in it. */
  matched: z.array(z.string().max(400)).max(10_000).optional(),
});
export type PartReport = z.infer<typeof PartReport>;

/** plan.json */
export const PlanReport = z.object({
  schemaVersion: version,
  runId: RunId,
  environment: EnvironmentName,
  execution: z.string().max(512),
  asOf: Instant,
  /** How S3 was read: the newest version at `asOf`, or the current one because production's bucket has no versions. */
  objectsAsOf: z.enum(["version", "current"]),
  snapshotArn: z.string().max(512),
  rulesHash: z.string().length(64),
  services: z.array(z.object({ name: ServiceName, status: z.enum(["planned", "held"]), reasons: z.array(z.string().max(400)) })),
  tables: z.array(z.object({ service: ServiceName, table: z.string().max(255), newTable: z.string().max(255) })),
});
export type PlanReport = z.infer<typeof PlanReport>;

/** What the proof of one store counted: fingerprints searched for, strings looked at, strings that were found. */
export const StoreProof = z.object({ store: StoreName, values: Count, scanned: Count, found: Count });
export type StoreProof = z.infer<typeof StoreProof>;

/** One service's line in proof.json. */
export const ServiceProof = z.object({
  name: ServiceName,
  status: z.enum(["proved", "held"]),
  reasons: z.array(z.string().max(400)),
  degraded: z.boolean(),
  s3: z.object({ objects: Count, copied: Count, masked: Count, dropped: Count, bytes: Count }),
  dynamodb: z.object({ tables: Count, items: Count }),
  aurora: z.object({ tables: Count, rows: Count }),
  undeclared: z.array(Undeclared),
});
export type ServiceProof = z.infer<typeof ServiceProof>;

/** What the proof counted at one place of the output. */
export const ProofPlace = z.object({
  store: StoreName,
  /** The part of the store, such as `dynamodb billing-accounts`, and the place in its records; names that look like data are `*`. */
  where: z.string().max(300),
  place: z.string().max(220),
  /** Texts and numbers that were looked at. */
  compared: Count,
  nulls: Count,
  empty: Count,
  /** Values that a rule keeps: counted, not judged. Those of them that are originals of a masked place are a notice. */
  kept: Count,
  keptOriginals: Count,
  /** Numbers that pass without a rule. */
  passed: Count,
  /** Texts that are or hold an original, and texts that their rule cannot have given. */
  found: Count,
  unlike: Count,
  /** Texts whose inside was too large or too deep to be looked at. */
  unopened: Count,
});
export type ProofPlace = z.infer<typeof ProofPlace>;

/** A rule that was for nothing tonight, and the nearest name where there is one. */
export const RuleWarning = z.object({ rule: z.string().max(400), problem: z.string().max(400) });
export type RuleWarning = z.infer<typeof RuleWarning>;

/** proof.json: `mac` is the KMS MAC (base64) over the canonical JSON text of `body`. */
export const ProofReport = z.object({
  schemaVersion: version,
  body: z.object({
    runId: RunId,
    environment: EnvironmentName,
    asOf: Instant,
    rulesHash: z.string().length(64),
    provedAt: Instant,
    /** Fingerprints of production's values that were searched for, and strings of the output that were looked at. */
    values: Count,
    scanned: Count,
    found: Count,
    stores: z.array(StoreProof),
    services: z.array(ServiceProof),
    /** How the originals were looked up, and what was counted at each place. */
    lookup: z.string().max(300).optional(),
    places: z.array(ProofPlace).max(20_000).optional(),
    warnings: z.array(RuleWarning).max(200).optional(),
  }),
  mac: z.string().max(200),
});
export type ProofReport = z.infer<typeof ProofReport>;

/** tests.json */
export const TestsReport = z.object({
  schemaVersion: version,
  runId: RunId,
  tests: z.array(
    z.object({
      service: z.string().max(40),
      name: z.string().max(200),
      status: z.enum(["passed", "failed"]),
      message: z.string().max(400),
    }),
  ),
});
export type TestsReport = z.infer<typeof TestsReport>;

/** summary.json */
export const SummaryReport = z.object({
  schemaVersion: version,
  runId: RunId,
  environment: EnvironmentName,
  finishedAt: Instant,
  services: Count,
  held: Count,
  degraded: Count,
  objects: Count,
  items: Count,
  rows: Count,
  seconds: z.number().min(0),
  generationAgeSeconds: z.number().min(0),
  tests: z.object({ passed: Count, failed: Count }),
  proofKey: ObjectKey,
  /** Places that are new, gone, of another type or decided otherwise since the last live run; absent where there was none. */
  changes: z.object({ added: Count, gone: Count, otherType: Count, otherDecision: Count }).optional(),
});
export type SummaryReport = z.infer<typeof SummaryReport>;

/** The pointer in Parameter Store, `/<environment>/<service>/data`: where a service finds its data. */
export const Pointer = z.object({
  schemaVersion: version,
  /** The generation's run, or `day-0`. */
  run: z.string().max(32),
  endpoint: z.string().max(255),
  readerEndpoint: z.string().max(255),
  port: z.int().min(1).max(65535),
  database: z.string().max(63),
  schema: z.string().max(63),
  secretArn: z.string().max(512),
  /** Production's table name → the table to use. */
  tables: z.record(z.string().max(255), z.string().max(255)),
  bucket: z.string().max(63),
  prefix: z.string().max(255),
});
export type Pointer = z.infer<typeof Pointer>;
