/** Sets where an edge leads, later than the edge is made. */

/** A function that writes a state's name into a field of the edge's holder. */
export const leads =
  <K extends string>(holder: { [P in K]: string | undefined }, field: K) =>
  (name: string | undefined): void => {
    holder[field] = name;
  };
