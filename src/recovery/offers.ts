import type { ZoneAvailability } from './estate.ts';

/** One thing that DescribeAvailableResource tells of in a zone. */
export type Offer = ZoneAvailability['values'][number];

/** Everything told of a zone, to be had or not. */
export function toldOf(answers: readonly ZoneAvailability[], zoneId: string): Offer[] {
  return answers.filter((answer) => answer.zoneId === zoneId).flatMap((answer) => answer.values);
}

/** What of it can be had now. Status alone does not tell: a value can be Available and without stock. */
export function offeredIn(answers: readonly ZoneAvailability[], zoneId: string): Offer[] {
  return toldOf(answers, zoneId).filter(({ status, stock }) => status !== 'SoldOut' && stock !== 'WithoutStock');
}

/** `ecs.g7` of `ecs.g7.large`. */
export function typeFamilyOf(instanceType: string): string {
  return instanceType.split('.').slice(0, 2).join('.');
}
