/** The settings that a PostgreSQL knows, as its own `--describe-config` tells them. */
import type { PostgresBinaries } from "./binaries.ts";
import type { ProcessUser } from "./process-user.ts";
import { runProgram } from "./run-program.ts";

export type ServerSetting = {
  readonly name: string;
  /** `static` takes effect with a restart only. */
  readonly applyType: "static" | "dynamic";
  readonly dataType: "boolean" | "integer" | "float" | "list" | "string";
  /** `0-100` for numbers, `0,1` for booleans. */
  readonly allowed: string | undefined;
  readonly description: string;
};

const TYPES: ReadonlyMap<string, ServerSetting["dataType"]> = new Map([
  ["BOOLEAN", "boolean"],
  ["INTEGER", "integer"],
  ["REAL", "float"],
  ["ENUM", "string"],
  ["STRING", "string"],
]);

/** All settings by name. @throws Error when the program does not run */
export async function serverSettings(
  binaries: PostgresBinaries,
  user: ProcessUser,
  cwd: string,
): Promise<ReadonlyMap<string, ServerSetting>> {
  const { code, stdout } = await runProgram(binaries.postgres, ["--describe-config"], { user, cwd });
  if (code !== 0) throw new Error(`postgres --describe-config ended with code ${code}.`);
  const settings = new Map<string, ServerSetting>();
  for (const line of stdout.split("\n")) {
    const [name = "", context, , type = "", , least, most, description = ""] = line.split("\t");
    const dataType = TYPES.get(type);
    if (dataType === undefined || context === "internal") continue;
    const allowed = dataType === "boolean" ? "0,1" : least !== undefined && least !== "" ? `${least}-${most}` : undefined;
    settings.set(name, { name, applyType: context === "postmaster" ? "static" : "dynamic", dataType, allowed, description });
  }
  return settings;
}
