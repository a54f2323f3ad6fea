/** What `integration_tests_handler` may do: use tonight's candidates as an application would. */
import { allow, permissions, resource } from "../../workflows/kit/contract/permissions/index.ts";
import {
  buckets,
  clusterSecrets,
  everyFunction,
  objectsIn,
  readParameters,
  readRawObjects,
  readSecureStrings,
  runFiles,
  tonight,
  writeMaskedObjects,
} from "../shared/permissions/index.ts";

export const integrationTestsPermissions = permissions("integration-tests", [
  ...everyFunction("integration-tests"),
  allow("ReadStaged", {
    why: "The inventory and the parts' reports to compare with; staged objects and table files to sample.",
    actions: ["s3:GetObject"],
    resources: runFiles("aurora/inventory.json", "dynamodb/*", "objects/*", "parts/*"),
  }),
  allow("ListStagedAndRaw", {
    why: "Objects are counted, reports and fingerprints are found by their prefix.",
    actions: ["s3:ListBucket"],
    resources: [resource`${buckets.quarantine}`, resource`${buckets.staging}`],
  }),
  allow("WriteReport", {
    why: "The report of the tests, and nothing else.",
    actions: ["s3:PutObject"],
    resources: runFiles("tests.json"),
  }),
  writeMaskedObjects,
  allow("ReadManifestAndFingerprints", {
    why: "How many objects there were, and which tables had values in common with the database; never an export.",
    actions: ["s3:GetObject"],
    resources: objectsIn(buckets.quarantine, "fingerprints/*", "manifests/*"),
  }),
  readRawObjects,
  readParameters,
  readSecureStrings,
  allow("TryTonightsTables", {
    why: "An item is written, read back and deleted; a sample is looked up.",
    actions: ["dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem"],
    resources: [tonight.tables],
  }),
  allow("ReadSecretOfTonightsCluster", {
    why: "The tests log in as an application does.",
    actions: ["secretsmanager:GetSecretValue"],
    resources: [clusterSecrets],
    when: { ArnLike: { "secretsmanager:ResourceTag/aws:rds:primaryDBClusterArn": [tonight.cluster] } },
  }),
]);
