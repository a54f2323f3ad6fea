/** AWS's own provider, where `terraform init` gets it; it plans for an empty account on this machine and reaches nobody's. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { startAccount } from "./account.ts";
import { root } from "./inputs.ts";
import type { Provider } from "./provider.ts";

// Some hundred megabytes are fetched once.
function cache(): { readonly TF_PLUGIN_CACHE_DIR: string } {
  const folder = process.env.TF_PLUGIN_CACHE_DIR ?? path.join(root, ".cache/terraform");
  mkdirSync(folder, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: folder };
}

export const awsProvider: Provider = {
  name: "AWS provider",
  present: () => {
    const folder = mkdtempSync(path.join(tmpdir(), "refresh-terraform-"));
    try {
      for (const file of ["provider.tf", "tap_stack.tf"]) cpSync(path.join(root, "terraform", file), path.join(folder, file));
      const env = { ...process.env, ...cache(), CHECKPOINT_DISABLE: "1" };
      return spawnSync("terraform", ["init", "-input=false"], { cwd: folder, env, stdio: "ignore" }).status === 0;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  start: async () => {
    const { endpoint, stop } = await startAccount();
    return {
      environment: {
        ...cache(),
        AWS_ACCESS_KEY_ID: "plan",
        AWS_SECRET_ACCESS_KEY: "plan",
        AWS_SESSION_TOKEN: "",
        AWS_PROFILE: "",
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_ENDPOINT_URL: endpoint,
      },
      stop,
    };
  },
};
