import './quiet.ts';
import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock.ts';
import type { Consent } from '../decisions/consent.ts';
import type { ChangeRequest, Instance } from '../recovery/estate.ts';
import { tryAccess } from './access.ts';
import { Api, type Shared, type View } from './api.ts';
import type { AuditTrail } from './audit.ts';
import { AnswerCache } from './cache.ts';
import { nameIdentity, readCaller } from './caller.ts';
import { sendChange } from './changes.ts';
import { createSender, type Silence } from './client.ts';
import type { Cloud, ReadOptions } from './cloud.ts';
import { consoleUrl } from './console.ts';
import { keySource, type StaticCredentials } from './credentials.ts';
import { dryRun } from './dry-run.ts';
import type { Endpoints } from './endpoints.ts';
import { instanceNotFound, Locator } from './locate.ts';
import { cliProfile } from './profiles.ts';
import { readDisks } from './reads/disks.ts';
import { readExtras } from './reads/extras.ts';
import { readImages } from './reads/images.ts';
import { readInstance, readInstances } from './reads/instances.ts';
import { readAvailability, readInstanceTypes, readPrice, readRecommendations } from './reads/market.ts';
import { readVpc, readVSwitches } from './reads/network.ts';
import { readRegions, readSnapshotPolicies, readSystemEvents, readZones } from './reads/others.ts';
import { readSnapshotGroups, readSnapshots } from './reads/snapshots.ts';

export interface CloudConfig {
  /** ALIBABA_CLOUD_REGION_ID; default: the CLI profile's region, else cn-hangzhou. */
  homeRegion?: string;
  /** ECS_DR_REGIONS. */
  regions?: readonly string[];
  endpoints: Endpoints;
  /** Instead of the credential chain (the embedded cloud's). */
  staticCredentials?: StaticCredentials;
}

export interface OpenOptions extends AuditTrail {
  config: CloudConfig;
  /** Waiting and ages of answers are on this clock. */
  clock: Clock;
  /** 32 lowercase hex characters, one per server process. */
  sessionId: string;
  signal?: AbortSignal;
  random?: () => number;
  /** How long an answer is waited for, in real ms; for tests. */
  silenceMs?: Partial<Silence>;
}

/** Opening touches neither network nor credentials nor disk: the first verb does. */
export function openCloud(options: OpenOptions): Cloud {
  const { config, clock } = options;
  const keys = keySource(config.staticCredentials, config.endpoints);
  const shared: Shared = {
    sender: createSender(keys, config.endpoints, options.sessionId, options.silenceMs),
    keys,
    cache: new AnswerCache(clock),
    clock,
    random: options.random ?? Math.random,
    allowedRegions: config.regions,
    named: (thrown) =>
      nameIdentity(thrown, new Api(shared, { path: 'snapshot', signal: undefined }), homeRegion(), config.endpoints),
  };
  const locator = new Locator();
  let home: string | undefined;
  const homeRegion = () => {
    home ??= chooseHome(config);
    return home;
  };
  return view(new Api(shared, { path: 'snapshot', signal: options.signal }));

  function view(api: Api): Cloud {
    const derive = (change: Partial<View>) => view(new Api(shared, { ...api.view, ...change }));
    const regions = async () => {
      if (config.regions) return [homeRegion(), ...config.regions.filter((r) => r !== homeRegion())];
      const all = await readRegions(api, homeRegion());
      return [homeRegion(), ...all.filter((r) => r !== homeRegion())];
    };
    const given = (regionId: string) => {
      api.checkRegion(regionId);
      return regionId;
    };
    return {
      on: (path) => derive({ path }),
      withSignal: (signal) => derive({ signal: listenable(signal, options.signal) }),
      withDeadline: (until) => derive({ until }),
      get homeRegion() {
        return homeRegion();
      },
      regions,
      locate: async (instanceId, regionId) =>
        regionId ? given(regionId) : locator.instance(api, homeRegion(), regions, instanceId),
      locateRecovery: async (recoveryId, regionId) =>
        regionId ? given(regionId) : locator.recovery(api, homeRegion(), regions, recoveryId),
      consoleUrl,

      instances: (regionId, filter, o) => readInstances(api, regionId, filter, o),
      instance: (regionId, instanceId, o) => one(api, regionId, instanceId, o),
      instanceExtras: (regionId, instance, o) => readExtras(api, regionId, instance, o),
      disks: (regionId, filter, o) => readDisks(api, regionId, filter, o),
      snapshots: (regionId, filter, o) => readSnapshots(api, regionId, filter, o),
      snapshotGroups: (regionId, filter, o) => readSnapshotGroups(api, regionId, filter, o),
      images: (regionId, filter, o) => readImages(api, regionId, filter, o),
      vSwitches: (regionId, filter, o) => readVSwitches(api, regionId, filter, o),
      vpc: (regionId, vpcId, o) => readVpc(api, regionId, vpcId, o),
      zones: (regionId) => readZones(api, regionId),
      availability: (regionId, question, o) => readAvailability(api, regionId, question, o),
      instanceTypes: (regionId, ids) => readInstanceTypes(api, regionId, ids),
      tryRecommendations: (regionId, question) => readRecommendations(api, regionId, question),
      tryPrice: (regionId, parameters, unit, period, o) => readPrice(api, regionId, parameters, unit, period, o),
      trySnapshotPolicies: (regionId, ids) => readSnapshotPolicies(api, regionId, ids),
      trySystemEvents: (regionId, instanceId) => readSystemEvents(api, regionId, instanceId),
      tryAccess: (regionId, actions) => tryAccess(api, regionId, actions),
      caller: () => readCaller(api, homeRegion(), config.endpoints),

      dryRun: (request) => dryRun(api, request),
      change: async (request: ChangeRequest, consent: Consent, step: string) => {
        const answer = await sendChange(api, request, consent, step, options);
        if (request.action === 'RunInstances') {
          for (const id of answer.ids.InstanceIdSets ?? []) locator.remember(id, request.regionId);
        }
        locator.remember(consent.recoveryId, request.regionId);
        return answer;
      },
      auditReady: () => options.auditReady?.(),
    };
  }
}

/** Many calls may wait on one signal: that is no leak. */
function listenable(signal: AbortSignal, always: AbortSignal | undefined): AbortSignal {
  const both = always ? AbortSignal.any([signal, always]) : signal;
  setMaxListeners(0, both);
  return both;
}

async function one(api: Api, regionId: string, instanceId: string, options?: ReadOptions): Promise<Instance> {
  const found = await readInstance(api, regionId, instanceId, options);
  if (!found) throw instanceNotFound(instanceId, [regionId]);
  return found;
}

function chooseHome({ homeRegion, regions }: CloudConfig): string {
  const wanted = homeRegion ?? cliProfile()?.region;
  if (regions?.[0] && !(wanted && regions.includes(wanted))) return regions[0];
  return wanted ?? 'cn-hangzhou';
}
