export function facts_of(judge: string): {
  readonly section?: string;
  readonly lab?: string;
  readonly pages: readonly string[];
};
export function parted(text: string): {
  readonly title: string;
  readonly task: string;
  readonly hints: readonly string[];
  readonly verdicts: readonly (readonly string[])[];
};
