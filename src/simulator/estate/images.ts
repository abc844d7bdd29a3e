import type { Estate } from './estate.ts';
import type { Image } from './model.ts';

/** Image life: Creating → Available, and a little later Usable. [states: image, trap 5] */
export function startImage(estate: Estate, image: Image, ready: number): void {
  image.availableAt = ready;
  image.usableAt = ready + estate.durations.imageUsable();
  estate.images.set(image.id, image);
  estate.agenda.plan(ready, () => {
    if (image.status === 'Creating' || image.status === 'Waiting')
      image.status = image.willFail ? 'CreateFailed' : 'Available';
  });
}

export function isUsable(image: Image, now: number): boolean {
  return image.status === 'Available' && now >= image.usableAt;
}

export function imageProgress(image: Image, now: number): number {
  if (image.status === 'Available' || image.status === 'Deprecated') return 100;
  if (image.status === 'CreateFailed' || image.status === 'Waiting') return 0;
  const share = (now - image.createdAt) / Math.max(1, image.availableAt - image.createdAt);
  return Math.max(0, Math.min(99, Math.floor(share * 100)));
}
