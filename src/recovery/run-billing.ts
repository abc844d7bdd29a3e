import { given } from './parameters.ts';
import type { Part, RunInput } from './run-plan.ts';

/** What PrePaid can be bought for. */
const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36, 48, 60];

/** Billing as decided; spot and PrePaid only when a person chose them. */
export function billing({ source, choices }: RunInput): Part {
  const problems: string[] = [];
  const notes: string[] = [];
  const prePaid = choices.chargeType === 'PrePaid';
  if (prePaid && (choices.periodMonths === undefined || !MONTHS.includes(choices.periodMonths))) {
    problems.push(`PrePaid needs a period of ${MONTHS.join(', ')} months`);
  }
  if (prePaid && choices.spot === true) problems.push('a spot instance cannot be PrePaid');
  if (prePaid) notes.push('PrePaid is a purchase: it cannot be released before it ends; auto-renewal is off');
  if (source.chargeType === 'PrePaid' && !prePaid) notes.push('the source is PrePaid, the copy PostPaid');
  const isSpot = source.spotStrategy !== 'NoSpot';
  if (isSpot && choices.spot !== true) notes.push('the source is a spot instance, the copy is not');
  // Deletion protection exists for PostPaid only.
  const protectable = source.deletionProtection && !prePaid;
  if (source.deletionProtection && prePaid) notes.push('deletion protection does not apply to PrePaid');
  return {
    parameters: given({
      InstanceChargeType: choices.chargeType,
      Period: prePaid ? choices.periodMonths : undefined,
      PeriodUnit: prePaid ? 'Month' : undefined,
      AutoPay: prePaid ? true : undefined,
      AutoRenew: prePaid ? false : undefined,
      ...spotParameters(choices.spot === true, isSpot ? source : { spotStrategy: 'SpotAsPriceGo' }),
      DeletionProtection: protectable ? true : undefined,
    }),
    notes,
    problems,
  };
}

/** RunInstances takes 0 and 1; instances of long ago report up to six hours. */
function spotDuration(hours: number | undefined): number | undefined {
  return hours === undefined ? undefined : Math.min(hours, 1);
}

function spotParameters(spot: boolean, like: Pick<RunInput['source'], 'spotStrategy'> & Partial<RunInput['source']>) {
  if (!spot) return { SpotStrategy: 'NoSpot' };
  return {
    SpotStrategy: like.spotStrategy,
    SpotPriceLimit: like.spotStrategy === 'SpotWithPriceLimit' ? like.spotPriceLimit : undefined,
    SpotDuration: spotDuration(like.spotDuration),
    SpotInterruptionBehavior: like.spotInterruptionBehavior,
  };
}
