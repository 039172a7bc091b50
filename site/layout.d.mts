export function lay_out(): {
  readonly pages: ReadonlyMap<string, string>;
  readonly sidebar: object;
  readonly figures: readonly string[];
};
