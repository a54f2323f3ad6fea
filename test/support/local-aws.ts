/** The local AWS for a test file, where the virtual environment is installed. */
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type FunctionDefinition, type LocalAws, type LocalAwsOptions, startLocalAws } from "../../local/aws/index.ts";

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const windows = process.platform === "win32";

/** The interpreter that `npm run local` installs; undefined where it was not run yet. */
export const venvPython = [path.join(projectRoot, ".venv", windows ? "Scripts/python.exe" : "bin/python")].find((file) => existsSync(file));

export interface TestAws extends LocalAws {
  /** Ends it and removes its directory. */
  end(): Promise<void>;
}

/**
 * Starts it in a temporary directory.
 *
 * @param functions the source of a module by the function's name
 */
export async function startTestAws(
  functions: Readonly<Record<string, string>> = {},
  options: Partial<LocalAwsOptions> & { readonly timeoutSeconds?: number; readonly functionRoles?: Readonly<Record<string, string>> } = {},
): Promise<TestAws> {
  const { timeoutSeconds = 10, functionRoles = {}, ...rest } = options;
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "test-local-aws-"));
  const definitions = await Promise.all(
    Object.entries(functions).map(async ([name, source]): Promise<FunctionDefinition> => {
      const file = path.join(dataDir, `${name}.mjs`);
      await writeFile(file, source);
      const role = functionRoles[name];
      return { name, file, environment: { GREETING: `hello from ${name}` }, timeoutSeconds, account: "test", ...(role && { role }) };
    }),
  );
  const given = { dataDir, python: venvPython ?? "python3", functions: definitions, waitTimeScale: 0.01, ...rest };
  const aws = await startLocalAws(given).catch(async (error: unknown) => {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  });
  return {
    ...aws,
    async end() {
      await aws.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
