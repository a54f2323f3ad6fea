/** What the service itself hands in: the context object, error outputs, task tokens, and what stands around a result. */

import { ANY_CHARACTER } from "./characters.ts";
import { NUMBER, objectOf, type Size, textOf } from "./size.ts";

/** Names may hold characters of three bytes; Step Functions refuses control characters and quotes in them. */
const name = textOf(80 * 3);
const arn = textOf(256 * 3);
const time = textOf(30);

/** `$$`, as far as workflows can read it. */
export const CONTEXT: Size = objectOf([
  [
    "Execution",
    objectOf([
      ["Id", arn],
      ["Name", name],
      ["StartTime", time],
      ["RoleArn", arn],
      ["RedriveCount", NUMBER],
    ]),
  ],
  [
    "StateMachine",
    objectOf([
      ["Id", arn],
      ["Name", name],
    ]),
  ],
  [
    "State",
    objectOf([
      ["Name", name],
      ["EnteredTime", time],
      ["RetryCount", NUMBER],
    ]),
  ],
]);

/** An error output: the service allows an Error of 256 characters and a Cause of 32,768, whatever they are. */
export const FAILURE: Size = objectOf([
  ["Error", textOf(256 * ANY_CHARACTER)],
  ["Cause", textOf(32768 * ANY_CHARACTER)],
]);

export const TASK_TOKEN: Size = textOf(2048);

/** What a parent adds to the input of an execution that it starts. */
export const STARTED_BY = ["AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID", arn] as const;

/** What Lambda, and `states:startExecution.sync:2`, put around an output: status, metadata of the call, ARNs, times. */
export const AROUND_RESULT: Size = { bytes: 2048, form: "structure" };

/** Where a distributed Map's ResultWriter wrote. */
export const WRITTEN: Size = objectOf([
  ["MapRunArn", arn],
  [
    "ResultWriterDetails",
    objectOf([
      ["Bucket", textOf(63)],
      ["Key", textOf(1024)],
    ]),
  ],
]);

/** One object of an S3 listing; its key has at most 1,024 bytes of UTF-8. */
export const S3_OBJECT: Size = objectOf([
  ["Key", textOf(1024 * ANY_CHARACTER)],
  ["Size", NUMBER],
  ["LastModified", NUMBER],
  ["Etag", textOf(128)],
  ["StorageClass", textOf(32)],
]);

/** Bytes that the service allows for the input and the output of a state, a Task and an execution. */
export const PAYLOAD_LIMIT = 262_144;
/** Events that a standard execution may have. */
export const HISTORY_LIMIT = 25_000;
