/** Amazon ECS (`ecs:runTask`): one container task, started or waited for. */
import { z } from "zod";
import { integration } from "../integration.ts";

const Arn = z.string().max(512);
const input = z.object({
  Cluster: z.string().max(512),
  TaskDefinition: z.string().max(512),
  LaunchType: z.enum(["EC2", "FARGATE", "EXTERNAL"]).optional(),
  PlatformVersion: z.string().max(32).optional(),
  Group: z.string().max(255).optional(),
  PropagateTags: z.literal("TASK_DEFINITION").optional(),
  NetworkConfiguration: z
    .object({
      AwsvpcConfiguration: z.object({
        Subnets: z.array(z.string().max(64)).max(16),
        SecurityGroups: z.array(z.string().max(64)).max(5).optional(),
        AssignPublicIp: z.enum(["ENABLED", "DISABLED"]).optional(),
      }),
    })
    .optional(),
  Overrides: z
    .object({
      ContainerOverrides: z
        .array(
          z.object({
            Name: z.string().max(255),
            Command: z.array(z.string().max(4096)).max(100).optional(),
            Environment: z
              .array(z.object({ Name: z.string().max(255), Value: z.string().max(4096) }))
              .max(100)
              .optional(),
            Cpu: z.int().optional(),
            Memory: z.int().optional(),
          }),
        )
        .max(10),
      TaskRoleArn: Arn.optional(),
    })
    .optional(),
});
const errors = [
  "ECS.AccessDeniedException",
  "ECS.ClusterNotFoundException",
  "ECS.InvalidParameterException",
  "ECS.PlatformUnknownException",
  "ECS.ServerException",
  "ECS.AmazonECSException",
  "ECS.SdkClientException",
] as const;

/** Starts a task and goes on. */
export const runTask = integration("ecs:runTask", {
  input,
  output: z.object({
    Tasks: z.array(z.object({ TaskArn: Arn, LastStatus: z.string().max(32) })).max(10),
    Failures: z.array(z.object({ Arn: Arn.optional(), Reason: z.string().max(255) })).max(10),
  }),
  errors,
});

/** Runs a task until it stops; one that stops otherwise than with exit code 0 is `States.TaskFailed`. */
export const runTaskAndWait = integration("ecs:runTask.sync", {
  input,
  output: z.object({
    TaskArn: Arn,
    LastStatus: z.string().max(32),
    StopCode: z.string().max(64).optional(),
    StoppedReason: z.string().max(1024).optional(),
    Containers: z.array(z.object({ Name: z.string().max(255), ExitCode: z.int().optional() })).max(10),
  }),
  errors,
});
