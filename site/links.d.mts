export interface Link {
  readonly image: boolean;
  readonly words: string;
  readonly target: string;
}
export function slug(heading: string): string;
export function with_links(text: string, remade: (link: Link) => string): string;
export function on_the_site(
  text: string,
  file: string,
  place_of: (file: string) => string | undefined,
  title_of?: (file: string) => string | undefined,
): string;
export function links_of(text: string): string[];
export function anchors_of(text: string): Set<string>;
