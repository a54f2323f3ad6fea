/** What is wrong with a definition, without creating a machine. */
import { diagnose } from "../definition/diagnose.ts";
import type { Diagnostic, MachineType } from "../engine-types.ts";

export interface DefinitionOperations {
  /** @param input at most `maxResults` diagnostics come back, 100 when absent */
  validateStateMachineDefinition(input: { definition: string | object; type?: MachineType; maxResults?: number }): {
    result: "OK" | "FAIL";
    diagnostics: readonly Diagnostic[];
    truncated: boolean;
  };
}

const mostDiagnostics = 100;

export function definitionOperations(): DefinitionOperations {
  return {
    validateStateMachineDefinition: ({ definition, type = "STANDARD", maxResults }) => {
      const { problems } = diagnose(typeof definition === "string" ? definition : JSON.stringify(definition), type);
      const most = maxResults || mostDiagnostics;
      return {
        result: problems.length === 0 ? "OK" : "FAIL",
        diagnostics: problems.slice(0, most).map((problem): Diagnostic => ({ severity: "ERROR", ...problem })),
        truncated: problems.length > most,
      };
    },
  };
}
