export function by_man_page(api: ReadonlyMap<string, string>): Map<string, Map<string, string>>;
export function man7(page: string): string;
