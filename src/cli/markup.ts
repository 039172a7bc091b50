const special = /[&<>"']|(?![\t\n\r])\p{Cc}/gu;

/** Text as it stands in HTML and SVG, between tags and in an attribute. What XML cannot hold, control characters, is not kept. */
export function escaped(text: string): string {
  return text.replaceAll(special, (c) => (/\p{Cc}/u.test(c) ? '\ufffd' : `&#${c.charCodeAt(0)};`));
}
