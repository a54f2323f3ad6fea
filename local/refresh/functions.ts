/** The handlers as functions: one bundled file each, and the environment variables that Terraform would set. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";
import {
  childWorkflows,
  DATABASE,
  ENVIRONMENT,
  functionName,
  handlerNames,
  METRICS_NAMESPACE,
  PRODUCTION,
  production,
  stateMachineArn,
  TEST,
  test,
  topicArn,
} from "./names.ts";
import { EXTERNAL_ID, functionRole } from "./seed/trust.ts";

/** A function as the local AWS takes it. */
export interface FunctionFile {
  readonly name: string;
  readonly file: string;
  readonly environment: Record<string, string>;
  readonly timeoutSeconds: number;
  /** ARN. */
  readonly role: string;
  readonly account: "test";
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The environment variables of every function; handlers/shared/environment.ts says what they are. */
export function functionEnvironment(): Record<string, string> {
  return {
    ENVIRONMENT,
    ACCOUNT_ID: TEST,
    CONTROL_TABLE: test.controlTable,
    QUARANTINE_BUCKET: test.quarantineBucket,
    STAGING_BUCKET: test.stagingBucket,
    DATA_BUCKET: test.dataBucket,
    PROD_ACCOUNT_ID: PRODUCTION,
    PROD_DATA_BUCKET: production.bucket,
    PROD_CLUSTER_IDENTIFIER: production.cluster,
    PROD_READER_ROLE_ARN: production.readerRole,
    PROD_EXTERNAL_ID: EXTERNAL_ID,
    MASKING_KEY_ID: test.maskingKeyAlias,
    DATABASE_NAME: DATABASE,
    DATA_TOPIC_ARN: topicArn(test.dataTopic),
    CHILD_STATE_MACHINE_ARNS: childWorkflows.map(stateMachineArn).join(","),
    AUTOMATION_DOCUMENT_NAME: test.document,
    SNAPSHOT_MAX_AGE_HOURS: "24",
    POWERTOOLS_SERVICE_NAME: "refresh",
    POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}

const entryOf = (name: string): string => join(root, "handlers", name, "index.ts");

/** Every handler of the project, also those that the refresh does not need. */
export const allHandlers = (): readonly string[] =>
  readdirSync(join(root, "handlers"))
    .filter((name) => existsSync(entryOf(name)))
    .sort();

/**
 * Bundles `handlers/<name>/index.ts` into `<folder>/<name>/index.mjs`; the same source gives the same bytes.
 *
 * @returns the bundle's file by handler
 * @throws Error (esbuild's) when a handler does not compile
 */
export async function bundleHandlers(
  folder: string,
  { names = handlerNames, minify = false }: { readonly names?: readonly string[]; readonly minify?: boolean } = {},
): Promise<ReadonlyMap<string, string>> {
  const present = names.filter((name) => existsSync(entryOf(name)));
  const missing = names.filter((name) => !present.includes(name));
  if (missing.length > 0) throw new Error(`These handlers have no index.ts: ${missing.join(", ")}.`);
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present.map((name) => [`${name}/index`, join("handlers", name, "index.ts")])),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    minify,
    legalComments: "none",
    logLevel: "silent",
    // Packages written for CommonJS ask for `require`, which an ES module does not have.
    banner: { js: 'import { createRequire as __createRequire } from "node:module";\nconst require = __createRequire(import.meta.url);' },
  });
  // Its process would keep some hundred megabytes for the next build.
  await stop();
  return new Map(present.map((name) => [name, join(folder, name, "index.mjs")]));
}

/** Bundles all handlers and describes them as functions of the test account. */
export async function localFunctions(folder: string): Promise<FunctionFile[]> {
  const files = await bundleHandlers(folder);
  return [...files].map(([name, file]) => ({
    name: functionName(name),
    file,
    environment: functionEnvironment(),
    timeoutSeconds: 900,
    role: functionRole(name),
    account: "test",
  }));
}
