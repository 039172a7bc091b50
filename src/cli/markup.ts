const special = /[&<>"']|(?![\t\n\r])\p{Cc}/gu;

/** Escapes text for HTML and SVG, in elements and attributes. Control characters, which XML does not allow, are replaced. */
export function escaped(text: string): string {
  return text.replaceAll(special, (c) => (/\p{Cc}/u.test(c) ? '\ufffd' : `&#${c.charCodeAt(0)};`));
}
