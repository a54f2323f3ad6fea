/** What the machine's role needs beside the policy that its definition gives, and what that gives too much. */
import { everyMachine, keys, tonight, via } from "../aws/permissions/index.ts";
import { allow, deny, keyUse, permissions } from "../kit/contract/permissions/index.ts";

export const auroraRefreshSurroundings = permissions("aurora-refresh.surroundings", [
  ...everyMachine,
  allow("DecryptTheMaskedSnapshot", {
    why: "The snapshot of the masked clone is under the quarantine's key, which the definition does not name as its source's.",
    actions: keyUse,
    resources: [keys.quarantine],
    when: { StringEquals: { "kms:ViaService": [via("rds")] } },
  }),
  allow("LetRdsUseTheQuarantinesKey", {
    why: "RDS keeps the key by a grant while it copies.",
    actions: ["kms:CreateGrant"],
    resources: [keys.quarantine],
    when: { Bool: { "kms:GrantIsForAWSResource": ["true"] } },
  }),
  deny("ChangeOnlyTonightsCluster", {
    why: "The name is computed, so that the derived policy names clusters of every environment, day 0's among them.",
    actions: ["rds:EnableHttpEndpoint", "rds:ModifyDBCluster"],
    except: [tonight.cluster],
  }),
]);
