/** What the machine's role needs beside the policy that its definition gives. */
import { everyMachine, keys, via } from "../aws/permissions/index.ts";
import { allow, permissions } from "../kit/contract/permissions/index.ts";

export const dailyRefreshSurroundings = permissions("daily-refresh.surroundings", [
  ...everyMachine,
  allow("EncryptFailures", {
    why: "The topic of failures is under the data key.",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [keys.data],
    when: { StringEquals: { "kms:ViaService": [via("sns")] } },
  }),
]);
