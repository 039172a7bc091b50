export const recipes: readonly (readonly [title: string, ...programs: string[]])[];
export function parted(source: string): { readonly about: string; readonly program: string };
