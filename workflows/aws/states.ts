/** Step Functions' own calls. */
import { z } from "zod";
import { awsSdk } from "../kit/contract/index.ts";

/** Stops an execution; one that has ended already stays as it is. */
export const stopExecution = awsSdk("sfn:stopExecution", {
  input: z.object({ ExecutionArn: z.string().max(512), Error: z.string().max(256), Cause: z.string().max(1024) }),
  output: z.object({ StopDate: z.string().max(40) }),
  errors: ["Sfn.ExecutionDoesNotExistException"],
});
