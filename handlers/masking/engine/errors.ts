/** What can be wrong with a template, and with a value that it is given. */
import { pointAt } from "./point-at.ts";

/** Where a mistake is in a template, and what could stand there. */
export interface TemplateMistake {
  /** The template's text. */
  readonly template: string;
  /** Offset of the mistake in the template, in UTF-16 units from 0. */
  readonly position: number;
  /** What may stand there. */
  readonly allowed: string;
  /** The nearest allowed name, where one is near. */
  readonly nearest?: string | undefined;
}

/** A template that does not follow masking/v1: says where, what is allowed, and the nearest name where there is one. */
export class TemplateError extends Error implements TemplateMistake {
  override readonly name: string = "TemplateError";
  /** What is wrong, without the place. */
  readonly problem: string;
  readonly template: string;
  readonly position: number;
  readonly allowed: string;
  readonly nearest: string | undefined;

  constructor(problem: string, at: TemplateMistake) {
    const hint = at.nearest === undefined ? "" : ` Did you mean "${at.nearest}"?`;
    super(`${problem}, at character ${at.position + 1} of "${at.template}".${hint} Allowed: ${at.allowed}.`);
    this.problem = problem;
    this.template = at.template;
    this.position = at.position;
    this.allowed = at.allowed;
    this.nearest = at.nearest;
  }

  /** Two lines: the template, and a caret below the mistake. */
  get pointer(): string {
    return pointAt(this.template, this.position);
  }
}

/** A value that PostgreSQL could not hold: masking/v1 refuses it in every store. Its text is never in the message. */
export class MaskingValueError extends Error {
  override readonly name: string = "MaskingValueError";

  constructor(problem: string) {
    super(`${problem} PostgreSQL text can hold neither U+0000 nor a lone surrogate: correct the value in production.`);
  }
}
