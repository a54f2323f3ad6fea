/** Templates for Terraform's `templatefile`: tokens, escaping, and the same rendering without Terraform. */
export { printJson } from "./print-json.ts";
export { escapeTemplate, renderTemplate, tokensOf } from "./render-template.ts";
export { TemplateString, type TokenPart } from "./template-string.ts";
