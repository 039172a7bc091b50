/** Text as it stands in HTML and SVG, between tags and in an attribute. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
