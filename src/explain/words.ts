/** What a code means and what to do, in English and in Korean: they stand side by side, so that neither lacks what the other says. */
export type Words = readonly [means: string, advice: string, means_ko: string, advice_ko: string];

export type Catalogue = Readonly<Record<string, Words>>;
