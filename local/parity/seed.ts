/** Makes the test account what Terraform leaves, or brings a drifted one back to it; then writes the expectations. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Expectations, KindName } from "../../handlers/parity-validation/expectations.ts";
import type { ParityClients } from "../../handlers/parity-validation/live/index.ts";
import { writeJson } from "../../handlers/shared/objects.ts";
import type { Pointer } from "../../handlers/shared/reports.ts";
import { DATABASE, ENVIRONMENT, stateMachineName, test, workflowNames } from "../refresh/names.ts";
import { inParallel } from "../refresh/seed/in-parallel.ts";
import { fillTokens, tokenValues } from "../refresh/seed/tokens.ts";
import type { Hands } from "./drifts/index.ts";
import { expectedAccount, groupNames, keyAliases, validatorEnvironment } from "./expected/index.ts";
import { type Contents, ensureGroup, ensureKey, putOf, puts } from "./put/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const documentFile = "ssm-documents/aurora-snapshot-clone-mask/aurora-snapshot-clone-mask.document.yaml";
/** The local AWS runs functions on this process's Node. */
const runtime = `nodejs${process.versions.node.split(".")[0]}.x`;

/** What was made. */
export interface SeededAccount {
  readonly expected: Expectations;
  /** What drifts are made with. */
  readonly hands: Hands;
  /** Brings one resource back, or all. */
  restore(kind?: KindName, name?: string): Promise<void>;
}

/**
 * Seeds the account for these services; may be done again.
 *
 * @param environment - the variables that the validator's function is given
 */
export async function seedAccount(
  clients: ParityClients,
  services: readonly string[],
  environment = validatorEnvironment(),
): Promise<SeededAccount> {
  const arns = new Map<string, string>();
  for (const alias of keyAliases(services)) arns.set(alias, await ensureKey(clients.kms, alias, alias === test.maskingKeyAlias));
  const keyArn = (alias: string): string => arns.get(alias) ?? "";
  const groups = new Map<string, string>();
  for (const name of Object.values(groupNames)) groups.set(name, await ensureGroup(clients.ec2, name));
  const groupId = (name: string): string => groups.get(name) ?? "";
  const values = tokenValues({
    data: keyArn(test.dataKeyAlias),
    quarantine: keyArn(test.quarantineKeyAlias),
    masking: keyArn(test.maskingKeyAlias),
  });
  const artifact = (file: string): string => fillTokens(readFileSync(`${root}${file}`, "utf8"), values, file);
  const definitions = new Map(workflowNames.map((name) => [stateMachineName(name), artifact(`workflows/${name}/${name}.asl.json`)]));
  const expected = expectedAccount({
    services,
    keyArn,
    groupId,
    validatorPolicy: artifact("handlers/parity-validation/parity-validation.policy.json"),
    runtime,
    environment,
    definition: (workflow) => definitions.get(stateMachineName(workflow)) ?? "",
  });
  const contents: Contents = {
    definition: (name) => definitions.get(name) ?? "",
    document: () => artifact(documentFile),
    parameter: (name) => (name.endsWith("/data") ? JSON.stringify(pointerOf(name.split("/")[2] ?? "")) : "{}"),
  };
  const restore = async (kind?: KindName, name?: string): Promise<void> => {
    for (const one of kind === undefined ? (Object.keys(puts) as KindName[]) : [kind]) {
      const put = putOf(one);
      const all = Object.entries(expected.resources[one] ?? {}).filter(([found]) => name === undefined || found === name);
      // A queue's dead letters need their queue first.
      all.sort(([a], [b]) => Number(b.endsWith("-dlq")) - Number(a.endsWith("-dlq")));
      await inParallel(one === "queue" ? 1 : 8, all, ([found, fields]) => put?.(clients, found, fields, contents) ?? Promise.resolve());
    }
  };
  await restore();
  await writeJson(clients.s3, test.artifactsBucket, "expectations/parity.json", expected);
  const keyId = (alias: string): string => keyArn(alias).split("/").at(-1) ?? "";
  return { expected, hands: { clients, keyId, groupId }, restore };
}

/** The pointer of day 0. */
export function pointerOf(service: string): Pointer {
  return {
    schemaVersion: 1,
    run: "day-0",
    endpoint: "127.0.0.1",
    readerEndpoint: "127.0.0.1",
    port: 5432,
    database: DATABASE,
    schema: service.replaceAll("-", "_"),
    secretArn: `arn:aws:secretsmanager:us-west-2:222222222222:secret:rds!cluster-${ENVIRONMENT}`,
    tables: Object.fromEntries([`${service}-accounts`, `${service}-events`].map((name) => [name, name])),
    bucket: test.dataBucket,
    prefix: `${service}/`,
  };
}
