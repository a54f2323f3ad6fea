/** A document as YAML: stable order, scripts as block scalars, so that a diff shows what a reviewer wants to see. */
import { Document, isScalar, Scalar, visit } from "yaml";
import type { DocumentShape } from "./shapes.ts";

/**
 * The text of a document's file.
 *
 * @example
 * ```ts
 * writeFileSync("mask.document.yaml", toYaml(mask));
 * ```
 */
export function toYaml(document: { readonly content: DocumentShape }): string {
  const yaml = new Document(document.content, { aliasDuplicateObjects: false });
  visit(yaml, {
    Scalar: (_, node) => {
      if (!isScalar(node) || typeof node.value !== "string") return;
      if (node.value.includes("\n")) node.type = Scalar.BLOCK_LITERAL;
      else if (node.value.includes("{{")) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return yaml.toString({ lineWidth: 0, indentSeq: true });
}
