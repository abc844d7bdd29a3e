import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Consent, digestOf } from '../../src/decisions/consent.ts';
import type { ChangeRequest, Parameters } from '../../src/recovery/estate.ts';

const scalar = fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean());
const name = fc.oneof(
  fc.constantFrom('DiskId', 'ZoneId', 'Size', 'Tag.1.Value', 'Description', 'constructor', '__proto__'),
  fc.stringMatching(/^[A-Z][A-Za-z0-9.]{1,12}$/),
);
const parameters: fc.Arbitrary<Parameters> = fc
  .uniqueArray(fc.tuple(name, scalar), { selector: ([key]) => key, minLength: 1, maxLength: 8 })
  .map((entries) => Object.fromEntries(entries));
const request: fc.Arbitrary<ChangeRequest> = fc.record({
  action: fc.constantFrom('CreateSnapshot', 'CreateDisk', 'AttachDisk', 'RunInstances'),
  regionId: fc.constantFrom('cn-hangzhou', 'cn-beijing'),
  parameters,
});

const to = (...requests: ChangeRequest[]) => new Consent('dr-1', 'token', 'create', requests);

describe('a consent covers exactly what was shown', () => {
  it('covers each of its requests, whatever the order of their parameters', () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 4 }), (requests) => {
        const consent = to(...requests);
        for (const r of requests) {
          const reordered = Object.fromEntries(Object.entries(r.parameters).reverse());
          expect(consent.covers({ ...r, parameters: reordered })).toBe(true);
        }
      }),
    );
  });

  it('covers no request with a changed parameter', () => {
    fc.assert(
      fc.property(request, fc.nat(), scalar, (r, at, other) => {
        const keys = Object.keys(r.parameters);
        const key = keys[at % keys.length] ?? '';
        fc.pre(r.parameters[key] !== other);
        expect(to(r).covers({ ...r, parameters: { ...r.parameters, [key]: other } })).toBe(false);
      }),
    );
  });

  it('covers no request with an added, a removed or a renamed parameter', () => {
    fc.assert(
      fc.property(request, fc.nat(), name, scalar, (r, at, added, value) => {
        const keys = Object.keys(r.parameters);
        const key = keys[at % keys.length] ?? '';
        const { [key]: old = '', ...without } = r.parameters;
        expect(to(r).covers({ ...r, parameters: without })).toBe(false);
        fc.pre(!Object.hasOwn(r.parameters, added) && added !== '__proto__');
        expect(to(r).covers({ ...r, parameters: { ...r.parameters, [added]: value } })).toBe(false);
        expect(to(r).covers({ ...r, parameters: { ...without, [added]: old } })).toBe(false);
      }),
    );
  });

  it('covers no other action and no other region', () => {
    fc.assert(
      fc.property(request, (r) => {
        expect(to(r).covers({ ...r, action: 'CreateVSwitch' })).toBe(false);
        expect(to(r).covers({ ...r, regionId: 'cn-shanghai' })).toBe(false);
      }),
    );
  });

  it('does not mix the parameters of two approved requests', () => {
    const a: ChangeRequest = { action: 'CreateDisk', regionId: 'cn-hangzhou', parameters: { Size: 20, ZoneId: 'k' } };
    const b: ChangeRequest = { ...a, parameters: { Size: 40, ZoneId: 'j' } };
    expect(to(a, b).covers({ ...a, parameters: { Size: 20, ZoneId: 'j' } })).toBe(false);
  });

  it('tells a number from its text, and nothing covers when nothing was approved', () => {
    const r: ChangeRequest = { action: 'CreateDisk', regionId: 'cn-hangzhou', parameters: { Size: 20 } };
    expect(to(r).covers({ ...r, parameters: { Size: '20' } })).toBe(false);
    expect(to().covers(r)).toBe(false);
  });
});

describe('the id of a disk that is made by the same plan', () => {
  const attach = (DiskId: string): ChangeRequest => ({
    action: 'AttachDisk',
    regionId: 'cn-hangzhou',
    parameters: { InstanceId: 'i-target1', DiskId },
  });

  it('is covered once it is known', () => {
    expect(to(attach('<DiskId of CreateDisk 1>')).covers(attach('d-bp1made'))).toBe(true);
  });

  it('is a disk id and nothing else', () => {
    const consent = to(attach('<DiskId of CreateDisk 1>'));
    for (const other of ['i-bp1made', '', 'd-', 'd-bp1made&Force=true', '<anything>']) {
      expect(consent.covers(attach(other))).toBe(false);
    }
  });

  it('lets nothing else open: text in angle brackets means itself in every other parameter', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (inner, other) => {
        for (const text of [`<${inner}>`, '<DiskId of CreateDisk 1>']) {
          fc.pre(text !== other);
          const r = (Description: string): ChangeRequest => ({
            action: 'CreateDisk',
            regionId: 'cn-hangzhou',
            parameters: { Description },
          });
          expect(to(r(text)).covers(r(other))).toBe(false);
        }
      }),
    );
  });
});

describe('the digest of a value', () => {
  it('does not depend on the order of keys and changes with every value', () => {
    fc.assert(
      fc.property(parameters, parameters, (a, b) => {
        expect(digestOf(Object.fromEntries(Object.entries(a).reverse()))).toBe(digestOf(a));
        const entries = (p: Parameters) => JSON.stringify(Object.entries(p).sort(([x], [y]) => (x < y ? -1 : 1)));
        expect(digestOf(a) === digestOf(b)).toBe(entries(a) === entries(b));
      }),
    );
  });

  it('takes an absent field as no field', () => {
    expect(digestOf({ a: 1, b: undefined })).toBe(digestOf({ a: 1 }));
    expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
    expect(digestOf({ a: null })).not.toBe(digestOf({}));
  });
});
