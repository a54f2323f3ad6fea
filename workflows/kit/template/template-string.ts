/** A text with Terraform tokens in it: the only thing in a rendered definition that is not plain JSON. */

/** A token's place in a text. */
export interface TokenPart {
  readonly token: string;
}

/** Texts and tokens, in order; neighbouring texts are one. */
export class TemplateString {
  readonly parts: readonly (string | TokenPart)[];
  constructor(...parts: readonly (string | TokenPart | TemplateString)[]) {
    const joined: (string | TokenPart)[] = [];
    for (const part of parts.flatMap((of) => (of instanceof TemplateString ? of.parts : [of]))) {
      const last = joined.at(-1);
      if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
      else if (part !== "") joined.push(part);
    }
    this.parts = Object.freeze(joined);
  }

  /** The plain text when there is no token in it. */
  simplified(): string | TemplateString {
    const [only] = this.parts;
    if (this.parts.length === 0) return "";
    return this.parts.length === 1 && typeof only === "string" ? only : this;
  }
}
