/** What the machine's role needs beside the policy that its definition gives, and what that gives too much: it deletes what a list names. */
import { everyMachine, tonight } from "../aws/permissions/index.ts";
import { arn, deny, permissions, resource, token } from "../kit/contract/permissions/index.ts";

const children = ["s3-sync", "dynamodb-refresh", "aurora-refresh"] as const;
const environment = token("environment");

export const refreshCleanupSurroundings = permissions("refresh-cleanup.surroundings", [
  ...everyMachine,
  deny("DeleteOnlyClustersOfNights", {
    why: "The names come from the ledger, so that the derived policy names all clusters, day 0's and others' among them.",
    actions: ["rds:DeleteDBCluster", "rds:ModifyDBCluster"],
    except: [tonight.clone, tonight.cluster],
  }),
  deny("DeleteOnlyInstancesOfNights", {
    why: "As of the clusters.",
    actions: ["rds:DeleteDBInstance"],
    except: [tonight.cloneInstance, tonight.instance],
  }),
  deny("DeleteOnlySnapshotsOfNights", {
    why: "As of the clusters; backups that people or RDS have made stay.",
    actions: ["rds:DeleteDBClusterSnapshot"],
    except: [tonight.snapshots],
  }),
  deny("DeleteOnlyTablesOfNights", {
    why: "As of the clusters; tables of day 0 and of others stay.",
    actions: ["dynamodb:DeleteTable", "dynamodb:UpdateTable"],
    except: [tonight.tables],
  }),
  deny("StopOnlyChildren", {
    why: "The executions come from a list, so that the derived policy names all of the account.",
    actions: ["states:StopExecution"],
    except: children.flatMap((name) => [
      arn("states", resource`execution:${environment}-${name}:*`),
      arn("states", resource`execution:${environment}-${name}/*`),
    ]),
  }),
]);
