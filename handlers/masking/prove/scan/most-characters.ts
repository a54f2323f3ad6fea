/** How long what a scanner must hold at once may be: a text of JSON, a record of CSV. */

/** In characters. */
export const mostCharacters = 64 * 1024 * 1024;
