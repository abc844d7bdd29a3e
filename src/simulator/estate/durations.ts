import type { SeededRandom } from '../random.ts';
import { SECOND } from '../time.ts';

/** How long things take, in virtual milliseconds. Every range is from [states: durations]; sizes in GiB. */
export class Durations {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  #between(fromSeconds: number, toSeconds: number): number {
    return Math.round(this.#random.between(fromSeconds, toSeconds)) * SECOND;
  }

  instanceVisible = (): number => this.#between(1, 5);
  instancePending = (): number => this.#between(5, 10);
  /** RunInstances passes through Stopped on its way. [trap 3] */
  instanceBriefStop = (): number => this.#between(1, 3);
  instanceStarting = (): number => this.#between(10, 30);
  assistantBoot = (): number => this.#between(20, 90);
  instanceStop = (forced: boolean): number => (forced ? this.#between(5, 15) : this.#between(20, 60));
  instanceRelease = (): number => this.#between(5, 15);
  instanceVanish = (): number => this.#between(20, 60);
  initializing = (): number => this.#between(20, 60);

  diskCreating = (): number => this.#between(2, 8);
  diskAttaching = (): number => this.#between(2, 8);
  diskDetaching = (): number => this.#between(5, 40);

  pointTaken = (): number => this.#between(1, 5);
  instantAccess = (): number => this.#between(5, 30);
  groupConsistent = (): number => this.#between(20, 40);

  /** A first full snapshot uploads everything that is used; later ones only what changed. */
  snapshotUpload(usedGiB: number, incremental: boolean): number {
    const jitter = this.#random.between(0.9, 1.15);
    const seconds = incremental ? Math.min(300, 45 + usedGiB * 0.4) : 60 + usedGiB * 4;
    return Math.round(seconds * jitter) * SECOND;
  }

  imageFromSnapshots(sizeGiB: number): number {
    return Math.round(Math.min(300, 60 + sizeGiB * 0.3) * this.#random.between(0.9, 1.15)) * SECOND;
  }

  imageUsable = (): number => this.#between(3, 12);

  imageCopy(sizeGiB: number): number {
    return Math.round(Math.min(3600, 600 + sizeGiB * 5)) * SECOND;
  }

  vSwitchPending = (): number => this.#between(2, 8);
  command = (): number => this.#between(1, 3);
}
