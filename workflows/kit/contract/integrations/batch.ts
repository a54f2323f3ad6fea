/** AWS Batch (`batch:submitJob`): one job, submitted or waited for. */
import { z } from "zod";
import { integration } from "../integration.ts";

const Arn = z.string().max(512);
const input = z.object({
  JobName: z.string().max(128),
  JobQueue: z.string().max(512),
  JobDefinition: z.string().max(512),
  Parameters: z.record(z.string(), z.string().max(1024)).optional(),
  ContainerOverrides: z
    .object({
      Command: z.array(z.string().max(4096)).max(100).optional(),
      Environment: z
        .array(z.object({ Name: z.string().max(255), Value: z.string().max(4096) }))
        .max(100)
        .optional(),
    })
    .optional(),
  ArrayProperties: z.object({ Size: z.int().min(2).max(10_000) }).optional(),
  RetryStrategy: z.object({ Attempts: z.int().min(1).max(10) }).optional(),
  Timeout: z.object({ AttemptDurationSeconds: z.int().min(60) }).optional(),
});
const errors = ["Batch.ClientException", "Batch.ServerException", "Batch.AWSBatchException", "Batch.SdkClientException"] as const;

/** Submits a job and goes on. */
export const submitJob = integration("batch:submitJob", {
  input,
  output: z.object({ JobArn: Arn, JobId: z.string().max(64), JobName: z.string().max(128) }),
  errors,
});

/** Submits a job and waits for its end; one that fails is `States.TaskFailed`. */
export const submitJobAndWait = integration("batch:submitJob.sync", {
  input,
  output: z.object({
    JobArn: Arn,
    JobId: z.string().max(64),
    JobName: z.string().max(128),
    Status: z.literal("SUCCEEDED"),
    Container: z.object({ ExitCode: z.int().optional(), LogStreamName: z.string().max(512).optional() }).optional(),
  }),
  errors,
});
