import * as ecs from '@alicloud/ecs20140526';
import * as sts from '@alicloud/sts20150401';
import * as vpc from '@alicloud/vpc20160428';

interface Model {
  names(): Record<string, string>;
  types(): Record<string, unknown>;
}

const PACKAGES: Record<string, Record<string, unknown>> = { ecs, vpc, sts };

/** The SDK's model of an action's answer. */
function responseModel(product: string, action: string): Model {
  const wanted = `${action}responsebody`.toLowerCase();
  const found = Object.entries(PACKAGES[product] ?? {}).find(([name]) => name.toLowerCase() === wanted);
  if (!found) throw new Error(`the SDK has no ${product} ${action}ResponseBody`);
  return found[1] as Model;
}

/**
 * Everything in an answer that the SDK's model does not have, or has with another JSON type.
 * Stricter than the SDK itself, which drops the first and casts some of the second.
 */
export function misfits(product: string, action: string, body: unknown): string[] {
  return compare(responseModel(product, action), body, action);
}

function compare(type: unknown, value: unknown, path: string): string[] {
  if (value === null || value === undefined) return [`${path}: ${value} is no JSON value of the API`];
  if (typeof type === 'function') {
    if (typeof value !== 'object' || Array.isArray(value))
      return [`${path}: an object is expected, not ${JSON.stringify(value)}`];
    const model = type as unknown as Model;
    const types = model.types();
    const byWire = new Map(Object.entries(model.names()).map(([property, wire]) => [wire, types[property]]));
    return Object.entries(value).flatMap(([name, field]) =>
      byWire.has(name)
        ? compare(byWire.get(name), field, `${path}.${name}`)
        : [`${path}.${name}: the SDK does not know this field`],
    );
  }
  if (typeof type === 'object' && type !== null && 'itemType' in type) {
    if (!Array.isArray(value)) return [`${path}: a list is expected, not ${JSON.stringify(value)}`];
    return value.flatMap((item, index) => compare(type.itemType, item, `${path}[${index}]`));
  }
  return typeof value === type ? [] : [`${path}: a ${String(type)} is expected, not ${JSON.stringify(value)}`];
}
