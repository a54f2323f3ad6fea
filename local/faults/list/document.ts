/** The committed Automation document: its steps, those inside loops included. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const name = "aurora-snapshot-clone-mask";

/** A step as the document writes it. */
export interface DocumentStep {
  readonly name: string;
  readonly action: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly timeoutSeconds?: number;
  readonly [member: string]: unknown;
}

/** A document as its YAML gives it. */
export interface DocumentSource {
  readonly mainSteps: readonly DocumentStep[];
  readonly [member: string]: unknown;
}

/** The document's name, and what it says. */
export function committedDocument(): { readonly name: string; readonly source: DocumentSource } {
  return { name, source: parse(readFileSync(`${root}ssm-documents/${name}/${name}.document.yaml`, "utf8")) as DocumentSource };
}

/** The steps, each before those inside it. */
export function allSteps(steps: readonly DocumentStep[]): DocumentStep[] {
  return steps.flatMap((step) => [step, ...allSteps(stepsInside(step))]);
}

/** A loop's steps. */
export const stepsInside = ({ action, inputs }: DocumentStep): readonly DocumentStep[] =>
  action === "aws:loop" ? ((inputs?.Steps ?? []) as readonly DocumentStep[]) : [];
