import { expect, it } from 'vitest';
import { escaped } from '../../src/cli/markup.js';

it.each([
  ['<script>alert("&\'")</script>', '&#60;script&#62;alert(&#34;&#38;&#39;&#34;)&#60;/script&#62;'],
  ['lines of a trace:\n\tindented\r\n', 'lines of a trace:\n\tindented\r\n'],
  ['a name with \0, \x1b[31m and \x7f', 'a name with \ufffd, \ufffd[31m and \ufffd'],
])('%j is text in HTML and in SVG', (text, html) => {
  expect(escaped(text)).toBe(html);
});
