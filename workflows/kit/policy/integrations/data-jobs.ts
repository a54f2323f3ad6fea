/** Glue, DataBrew and Athena. */
import { bucketArn } from "../arn.ts";
import { allow, anyOf, type Call, everything, inService, named, namedBy, type Rule } from "../call.ts";
import { saidLiterally } from "../said.ts";
import type { Grant, Resource } from "../types.ts";

/** A run of a named job. */
const jobRun =
  (service: string, member: string, start: string, waits: string): Rule =>
  (call) => [
    allow(
      call.waiting === "sync" ? `${start} ${waits}` : start,
      named(
        call,
        member,
        inService(call, service, (name) => `job/${name}`),
      ),
    ),
  ];

const workgroup = (call: Call): Resource => {
  const at = inService(call, "athena", (name) => `workgroup/${name}`);
  return namedBy(call.fields.get("WorkGroup") ?? saidLiterally("primary"), "WorkGroup", at);
};
const anyWorkgroup = (call: Call): Resource => anyOf(call, "athena", "workgroup/*", "the query's id does not say its workgroup");

const READ_DATA = "s3:GetBucketLocation s3:GetObject s3:ListBucket";
const WRITE_RESULTS = "s3:AbortMultipartUpload s3:ListBucketMultipartUploads s3:ListMultipartUploadParts s3:PutObject";
const READ_CATALOG =
  "glue:GetDatabase glue:GetDatabases glue:GetPartition glue:GetPartitions glue:GetTable glue:GetTables glue:BatchGetPartition";

/** Where a query's results go, `s3://bucket/prefix`. */
function results(call: Call): readonly Resource[] {
  const said = call.fields.inside("ResultConfiguration").get("OutputLocation");
  const [bucket, ...key] = said?.text.replace(/^s3:\/\//, "").split("/") ?? [];
  if (said === undefined || bucket === undefined || !said.text.startsWith("s3://"))
    return [
      { arn: bucketArn(call.place, "*"), wide: said === undefined ? "the workgroup says where results go" : "OutputLocation is computed" },
    ];
  const wide = said.computed ? { wide: `OutputLocation is computed; it is what fits "${said.text}"` } : {};
  return [
    { arn: bucketArn(call.place, bucket), ...wide },
    { arn: bucketArn(call.place, bucket, `${key.join("/").replace(/\/?$/, "")}/*`.replace(/^\//, "")), ...wide },
  ];
}

const startQuery: Rule = (call) => {
  const reads = "the query's text says what it reads";
  const catalog = ["catalog", "database/*", "table/*"].map((of) => anyOf(call, "glue", of, reads));
  const granted: Grant[] = [
    allow(
      `athena:StartQueryExecution${call.waiting === "sync" ? " athena:GetQueryExecution athena:StopQueryExecution" : ""}`,
      workgroup(call),
    ),
    allow("athena:GetDataCatalog", anyOf(call, "athena", "datacatalog/*", reads)),
    allow(READ_DATA, { arn: bucketArn(call.place, "*"), wide: reads }),
    allow(WRITE_RESULTS, results(call)),
    allow(READ_CATALOG, catalog),
    allow("lakeformation:GetDataAccess", everything),
  ];
  return granted;
};

export const dataJobRules: Readonly<Record<string, Rule>> = {
  "glue:startJobRun": jobRun("glue", "JobName", "glue:StartJobRun", "glue:BatchStopJobRun glue:GetJobRun glue:GetJobRuns"),
  "databrew:startJobRun": jobRun("databrew", "Name", "databrew:StartJobRun", "databrew:ListJobRuns databrew:StopJobRun"),
  "athena:startQueryExecution": startQuery,
  "athena:stopQueryExecution": (call) => [allow("athena:StopQueryExecution", anyWorkgroup(call))],
  "athena:getQueryExecution": (call) => [allow("athena:GetQueryExecution", anyWorkgroup(call))],
  "athena:getQueryResults": (call) => [
    allow("athena:GetQueryResults", anyWorkgroup(call)),
    allow("s3:GetObject", { arn: bucketArn(call.place, "*"), wide: "the query's id does not say where its results are" }),
  ],
};
