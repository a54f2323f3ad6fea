/** CloudWatch calls. */
import { z } from "zod";
import { awsSdk } from "../kit/contract/index.ts";

const Dimension = z.object({ Name: z.string().max(255), Value: z.string().max(1024) });

/** Writes metric values; CloudWatch keeps them by namespace, name and dimensions. */
export const putMetricData = awsSdk("cloudwatch:putMetricData", {
  input: z.object({
    Namespace: z.string().max(255),
    MetricData: z
      .array(
        z.object({
          MetricName: z.string().max(255),
          Value: z.number(),
          Unit: z.enum(["Count", "Seconds"]),
          Dimensions: z.array(Dimension).max(30),
        }),
      )
      .max(100),
  }),
  output: z.object({}),
});
