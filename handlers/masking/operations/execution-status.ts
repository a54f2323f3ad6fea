/** Whether an execution still runs. */
import { DescribeExecutionCommand, type SFNClient } from "@aws-sdk/client-sfn";

/** True while it runs; false when it has ended or is not known any more. */
export async function executionRuns(sfn: Pick<SFNClient, "send">, executionArn: string): Promise<boolean> {
  try {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === "RUNNING";
  } catch (error) {
    if (["ExecutionDoesNotExist", "InvalidArn"].includes((error as Error).name)) return false;
    throw error;
  }
}
