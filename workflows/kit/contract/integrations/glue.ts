/** AWS Glue (`glue:startJobRun`): a run of a job, started or waited for. */
import { z } from "zod";
import { integration } from "../integration.ts";

const input = z.object({
  JobName: z.string().max(255),
  /** Their names begin with `--`. */
  Arguments: z.record(z.string(), z.string().max(4096)).optional(),
  /** Minutes. */
  Timeout: z.int().min(1).optional(),
  WorkerType: z.string().max(16).optional(),
  NumberOfWorkers: z.int().min(1).optional(),
  SecurityConfiguration: z.string().max(255).optional(),
});
const errors = [
  "Glue.ConcurrentRunsExceededException",
  "Glue.EntityNotFoundException",
  "Glue.InternalServiceException",
  "Glue.InvalidInputException",
  "Glue.OperationTimeoutException",
  "Glue.ResourceNumberLimitExceededException",
  "Glue.AWSGlueException",
  "Glue.SdkClientException",
] as const;

/** Starts a run and goes on. */
export const startJobRun = integration("glue:startJobRun", { input, output: z.object({ JobRunId: z.string().max(255) }), errors });

/** Starts a run and waits for its end; one that fails is `States.TaskFailed`. */
export const startJobRunAndWait = integration("glue:startJobRun.sync", {
  input,
  output: z.object({
    Id: z.string().max(255),
    JobName: z.string().max(255),
    JobRunState: z.literal("SUCCEEDED"),
    Attempt: z.int().optional(),
    /** Seconds. */
    ExecutionTime: z.int().optional(),
  }),
  errors,
});
