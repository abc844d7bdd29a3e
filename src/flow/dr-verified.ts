import { compareInstances, type Difference } from '../recovery/compare.ts';
import type { ComparisonRow } from '../recovery/compare-finding.ts';
import type { Image, Instance, InstanceExtras, Parameters } from '../recovery/estate.ts';
import { RECOVERY_TAG, SOURCE_TAG, tagValue } from '../recovery/tags.ts';
import { table } from '../text/safe.ts';
import type { Outcome, ToolContext } from '../tool.ts';
import { copyOrigin, trySnapshotsBehind } from './dr-image.ts';
import type { Source } from './source.ts';

/** Two servers that approved different plans at the same moment can each make one: nobody may pay for two unaware. */
async function secondCopies(context: ToolContext, source: Source, dr: Instance): Promise<Difference[]> {
  const value = tagValue(dr.tags, RECOVERY_TAG);
  if (value === undefined) return [];
  const found = await context.cloud.instances(source.regionId, { tags: [{ key: RECOVERY_TAG, value }] });
  const others = found
    .filter((one) => one.id !== dr.id && tagValue(one.tags, SOURCE_TAG) === source.instance.id)
    .map((one) => `${one.id} in ${one.zoneId}`);
  if (others.length === 0) return [];
  return [
    {
      attribute: 'number of copies',
      expected: '1',
      actual: `${others.length + 1}: also ${others.join(', ')}`,
      cause: 'Two plans of this recovery were approved at the same moment, from two servers.',
      remedy: 'Decide which one is needed and have the other one released: both are billed.',
    },
  ];
}

/** Told with their value where they are as on the source; of the rest of what is so, the name is enough. */
const WITH_VALUE = /^(instance type|billing|public IP|disk )/;

/** What a person wrote themselves, and no word of ours whatever it reads. */
const FREE_TEXT = /\b(name|description)$/;

/** The comparison of source and DR instance, both read now. */
export async function verified(
  context: ToolContext,
  source: Source & { extras: InstanceExtras },
  dr: Instance,
  image: Image | undefined,
  promised: Parameters | undefined,
): Promise<Outcome> {
  const { cloud, say } = context;
  const [drDisks, drExtras, snapshots, origin, twice] = await Promise.all([
    cloud.disks(source.regionId, { instanceId: dr.id }),
    cloud.instanceExtras(source.regionId, dr),
    image?.id === dr.imageId ? trySnapshotsBehind(context, source.regionId, image) : [],
    copyOrigin(context, source, dr, image),
    secondCopies(context, source, dr),
  ]);
  const compared = compareInstances({
    source: source.instance,
    extras: source.extras,
    sourceDisks: source.disks,
    dr,
    drExtras,
    drDisks,
    image,
    snapshots,
    origin,
    promised,
  });
  const differences = [...compared.differences, ...twice];
  const result = { ...compared, differences, verified: compared.verified && twice.length === 0 };
  const isOther = (r: ComparisonRow) => r.dr !== r.source || r.expected === 'dropped';
  const cellOf = ({ attribute }: { attribute: string }, value: string) =>
    FREE_TEXT.test(attribute) && value !== 'none' ? value : say.told(value);
  const other = result.comparison.filter(isOther);
  const same = result.comparison
    .filter((r) => !isOther(r))
    .map((r) => {
      const attribute = say.told(r.attribute);
      return WITH_VALUE.test(r.attribute) ? `${attribute} ${cellOf(r, r.source)}` : attribute;
    });
  return {
    status: 'done',
    text: [
      result.verified
        ? say`DR instance ${dr.id} runs in ${dr.zoneId} and is as promised.`
        : say`DR instance ${dr.id} runs in ${dr.zoneId} with ${result.differences.length} difference(s).`,
      ...(origin.of === 'another' ? [say`Image ${dr.imageId} is not of ${source.instance.id}: ${origin.why}.`] : []),
      ...(origin.of === 'unknown'
        ? [say`Not verified: nothing shows that image ${dr.imageId} is of ${source.instance.id}.`]
        : []),
      table(
        [say`attribute`, say`source`, say`DR`],
        other.map((r) => [
          say.told(r.attribute),
          cellOf(r, r.source),
          r.expected === 'dropped' ? say.told(r.expected) : cellOf(r, r.dr),
        ]),
      ),
      ...(same.length > 0 ? [say`As the source: ${same.join(', ')}.`] : []),
      ...(result.differences.length > 0
        ? [
            table(
              [say`difference`, say`expected`, say`actual`, say`what to do`],
              result.differences.map((d) => [
                say.told(d.attribute),
                cellOf(d, d.expected),
                cellOf(d, d.actual),
                say.told(d.remedy),
              ]),
            ),
          ]
        : []),
    ].join('\n\n'),
    fields: { drInstanceId: dr.id, ...result },
  };
}
