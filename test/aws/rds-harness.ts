/** RDS and the Data API behind a real gateway, with small stand-ins for KMS and Secrets Manager. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { RDSClient } from "@aws-sdk/client-rds";
import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { AccessKeys, accountIds, rootCredentials } from "../../local/aws/gateway/accounts.ts";
import { startGateway } from "../../local/aws/gateway/server.ts";
import { AwsError, type GatewayRequest, type GatewayResponse, type ServiceHandler } from "../../local/aws/gateway/service.ts";
import { createRdsService, type RdsService } from "../../local/aws/rds/index.ts";
import { createRdsDataService, type Timers } from "../../local/aws/rds-data/index.ts";

const REGION = "us-west-2";

const json = (value: unknown): GatewayResponse => ({
  status: 200,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: JSON.stringify(value),
});

/** Knows `alias/<anything but missing>`. */
const keys: ServiceHandler = async (request: GatewayRequest) => {
  const keyId = String(request.parameters.KeyId);
  if (keyId.includes("missing")) throw new AwsError("NotFoundException", "no such key");
  const arn = keyId.startsWith("arn:") ? keyId : `arn:aws:kms:${REGION}:${request.account}:key/of-${keyId.replace("alias/", "")}`;
  return json({ KeyMetadata: { KeyId: keyId, Arn: arn, KeyState: "Enabled", KeyManager: "CUSTOMER" } });
};

export type Harness = {
  readonly rds: RdsService;
  readonly production: RDSClient;
  readonly test: RDSClient;
  readonly data: RDSDataClient;
  readonly dataDir: string;
  readonly log: readonly string[];
  /** Values of the secrets, by ARN. */
  readonly secrets: Map<string, string>;
  stop(): Promise<void>;
};

/** Starts everything; no PostgreSQL server runs before the first instance. */
export async function startHarness(timers?: Timers): Promise<Harness> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "rds-test-"));
  const log: string[] = [];
  const secrets = new Map<string, string>();
  const secretsManager: ServiceHandler = async (request) => {
    const { Name, SecretId, SecretString } = request.parameters;
    const arn = String(SecretId ?? `arn:aws:secretsmanager:${REGION}:${request.account}:secret:${String(Name)}`);
    if (request.operation === "DeleteSecret") secrets.delete(arn);
    else if (request.operation !== "GetSecretValue") secrets.set(arn, String(SecretString));
    else if (!secrets.has(arn)) throw new AwsError("ResourceNotFoundException", "no such secret");
    return json({ ARN: arn, Name: arn, SecretString: secrets.get(arn) });
  };
  let endpoint = "";
  const access = { endpoint: () => endpoint, region: REGION, credentialsFor: rootCredentials, log: (line: string) => void log.push(line) };
  const rds = createRdsService({ ...access, dataDir, accounts: accountIds });
  const dataApi = createRdsDataService({ ...access, clusters: rds.clusters, ...(timers === undefined ? {} : { timers }) });
  const refuse = (): never => {
    throw new Error("nothing is passed on to moto here");
  };
  const gateway = await startGateway({
    region: REGION,
    keys: new AccessKeys(),
    moto: { stream: refuse, forward: refuse, close: () => {} },
    services: new Map([
      ["rds", { handle: rds.handle }],
      ["rds-data", { handle: dataApi.handle }],
      ["kms", { handle: keys }],
      ["secretsmanager", { handle: secretsManager }],
    ]),
    port: 0,
    log: access.log,
  });
  endpoint = gateway.endpoint;
  const options = (account: "production" | "test") => ({ endpoint, region: REGION, credentials: rootCredentials(account), maxAttempts: 1 });
  const clients = {
    production: new RDSClient(options("production")),
    test: new RDSClient(options("test")),
    data: new RDSDataClient(options("test")),
  };
  return {
    rds,
    ...clients,
    dataDir,
    log,
    secrets,
    async stop() {
      for (const client of Object.values(clients)) client.destroy();
      await dataApi.stop();
      await rds.stop();
      await gateway.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Asks until a status is another one; returns every status that was seen, in order. */
export async function statuses(describe: () => Promise<string | undefined>, wanted: string): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let round = 0; round < 2000; round++) {
    const status = (await describe()) ?? "none";
    if (seen.at(-1) !== status) seen.push(status);
    if (status === wanted) return seen;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never ${wanted}: ${seen.join(", ")}`);
}

/** A clock that stands still until it is told to go on. */
export function virtualTimers(): Timers & { advance(milliseconds: number): void } {
  let time = 0;
  const waiting = new Map<symbol, { readonly at: number; readonly work: () => void }>();
  return {
    now: () => time,
    after(milliseconds, work) {
      const id = Symbol();
      waiting.set(id, { at: time + milliseconds, work });
      return () => void waiting.delete(id);
    },
    advance(milliseconds) {
      time += milliseconds;
      for (const [id, { at, work }] of [...waiting].sort(([, a], [, b]) => a.at - b.at)) {
        if (at <= time && waiting.delete(id)) work();
      }
    },
  };
}
