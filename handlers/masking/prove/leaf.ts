/** What scanners give to the proof. */

/** One text of a store: where it stands, and the text. */
export interface Leaf {
  /** The place within its record, such as `profile.email`; a name of a member stands under `…#name`. */
  readonly place: string;
  readonly text: string;
}
