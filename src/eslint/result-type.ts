import type ts from 'typescript';

/** What holds a Result: nothing, an array or a promise. */
export type Held = 'alone' | 'in an array' | 'in a promise' | 'among other values';

/**
 * Tells whether and how a type holds a Result. A Result is recognized by its shape: both forms have `ok`, and one of them has `error`. So the
 * types of a second copy of this package count too.
 */
export function held_result(type: ts.Type, checker: ts.TypeChecker): Held | undefined {
  if (is_result(type, checker)) return 'alone';
  const items = items_of(type, checker).map((item) => held_result(item, checker));
  if (items.length > 0 && items.every((held) => held === 'alone')) return 'in an array';
  const settled = settled_of(type, checker);
  const later = settled === undefined ? undefined : held_result(settled, checker);
  if (later === 'alone') return 'in a promise';
  return [later, ...items].every((held) => held === undefined) ? undefined : 'among other values';
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

/** The type of an array's elements, or those of a tuple's. */
function items_of(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  if (!checker.isArrayType(type) && !checker.isTupleType(type)) return [];
  return checker.getTypeArguments(type as ts.TypeReference);
}

function settled_of(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  if (type.getProperty('then') === undefined) return undefined;
  const settled = checker.getAwaitedType(type);
  return settled === type ? undefined : settled;
}
