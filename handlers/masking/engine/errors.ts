/** What can be wrong with a template, and with a value that it is given. */

/** A template that does not follow masking/v1: says where, what is allowed, and the nearest name where there is one. */
export class TemplateError extends Error {
  override readonly name: string = "TemplateError";
  /** The template's text. */
  readonly template: string;
  /** Offset of the mistake in the template, in UTF-16 units from 0. */
  readonly position: number;
  /** What may stand there. */
  readonly allowed: string;
  /** The nearest allowed name, where one is near. */
  readonly nearest: string | undefined;

  constructor(problem: string, at: { template: string; position: number; allowed: string; nearest?: string | undefined }) {
    const hint = at.nearest === undefined ? "" : ` Did you mean "${at.nearest}"?`;
    super(`${problem} at character ${at.position + 1} of "${at.template}".${hint} Allowed: ${at.allowed}.`);
    this.template = at.template;
    this.position = at.position;
    this.allowed = at.allowed;
    this.nearest = at.nearest;
  }
}

/** A value that PostgreSQL could not hold: masking/v1 refuses it in every store. Its text is never in the message. */
export class MaskingValueError extends Error {
  override readonly name: string = "MaskingValueError";

  constructor(problem: string) {
    super(`${problem} PostgreSQL text can hold neither U+0000 nor a lone surrogate: correct the value in production.`);
  }
}
