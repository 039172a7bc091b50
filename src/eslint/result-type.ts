import type ts from 'typescript';

/** What holds a Result: nothing, an array or a promise. */
export type Held = 'alone' | 'in an array' | 'in a promise';

/**
 * Tells whether and how a type holds a Result. A Result is recognized by its shape: both forms have `ok`, and one of them has `error`. So the
 * types of a second copy of this package count too.
 */
export function held_result(type: ts.Type, checker: ts.TypeChecker): Held | undefined {
  if (is_result(type, checker)) return 'alone';
  const item = item_of(type, checker);
  if (item !== undefined && held_result(item, checker) !== undefined) return 'in an array';
  const settled = settled_of(type, checker);
  return settled !== undefined && held_result(settled, checker) !== undefined ? 'in a promise' : undefined;
}

/** TypeScript's name of a type without a declaration: `true`, `false`, `void`. Printing the type instead would look up its module. */
export function intrinsic_name(type: ts.Type & { readonly intrinsicName?: string }): string | undefined {
  return type.intrinsicName;
}

function is_result(type: ts.Type, checker: ts.TypeChecker): boolean {
  const forms = type.isUnion() ? type.types : [type];
  const is_form = (form: ts.Type) => {
    const ok = form.getProperty('ok');
    const known = ok === undefined ? undefined : intrinsic_name(checker.getTypeOfSymbol(ok));
    if (known === 'true') return form.getProperty('value') !== undefined;
    return known === 'false' && form.getProperty('error') !== undefined;
  };
  return forms.every(is_form) && forms.some((form) => form.getProperty('error') !== undefined);
}

function item_of(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  if (!checker.isArrayType(type) && !checker.isTupleType(type)) return undefined;
  return checker.getTypeArguments(type as ts.TypeReference)[0]; // for a tuple, the type of its first element
}

function settled_of(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  if (type.getProperty('then') === undefined) return undefined;
  const settled = checker.getAwaitedType(type);
  return settled === type ? undefined : settled;
}
