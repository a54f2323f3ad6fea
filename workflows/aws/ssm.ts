/** Systems Manager Automation. */
import { z } from "zod";
import { awsSdk } from "../kit/contract/index.ts";

const AutomationId = z.string().max(36);

/** Starts a document; the parameters are lists of texts of at most 512 characters. */
export const startAutomation = awsSdk("ssm:startAutomationExecution", {
  input: z.object({ DocumentName: z.string().max(128), Parameters: z.record(z.string(), z.array(z.string().max(512)).max(50)) }),
  output: z.object({ AutomationExecutionId: AutomationId }),
  errors: ["Ssm.AutomationExecutionLimitExceededException"],
});

/** How an Automation stands; GetAutomationExecution would answer with every step's script, too much for a long run. */
export const describeAutomation = awsSdk("ssm:describeAutomationExecutions", {
  input: z.object({ Filters: z.array(z.object({ Key: z.literal("ExecutionId"), Values: z.array(AutomationId).max(1) })).max(1) }),
  output: z.object({
    AutomationExecutionMetadataList: z
      .array(
        z.object({
          AutomationExecutionStatus: z.enum([
            "Pending",
            "InProgress",
            "Waiting",
            "Success",
            "TimedOut",
            "Cancelling",
            "Cancelled",
            "Failed",
            "Exited",
            "CompletedWithSuccess",
            "CompletedWithFailure",
          ]),
        }),
      )
      .max(1),
  }),
});

/** Cancels an Automation that still runs. */
export const stopAutomation = awsSdk("ssm:stopAutomationExecution", {
  input: z.object({ AutomationExecutionId: AutomationId, Type: z.enum(["Cancel", "Complete"]) }),
  output: z.object({}),
  errors: ["Ssm.AutomationExecutionNotFoundException", "Ssm.InvalidAutomationStatusUpdateException"],
});
