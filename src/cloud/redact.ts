const MAX = 600;

/** More than a whole request; what comes after is not looked at, since the patterns below take their time over it. */
const READ = 65_536;

/** The keys in use, whatever they look like, with what finds them; old sessions' tokens make room for new ones. */
const concealed = new Map<string, RegExp>();
const MOST_CONCEALED = 32;

/** From now on this text is never shown, neither as it is nor percent-encoded, however often. */
export function conceal(secret: string): void {
  // Short ones would tear words apart, and are no keys.
  if (secret.length < 8 || concealed.has(secret)) return;
  concealed.set(secret, new RegExp([...secret].map(inAnyForm).join(''), 'gi'));
  const [oldest] = concealed.keys();
  if (concealed.size > MOST_CONCEALED && oldest !== undefined) concealed.delete(oldest);
}

/** A character, or its percent-encoding; a percent sign that was encoded again is %25, as often as that was done. */
function inAnyForm(character: string): string {
  const itself = character.replace(/[^\p{L}\p{N}]/u, '\\$&');
  const bytes = [...Buffer.from(character)].map((byte) => `%(?:25)*${byte.toString(16).padStart(2, '0')}`);
  return `(?:${itself}|${bytes.join('')})`;
}

/**
 * A foreign error text, fit to be shown: bounded, on one line, without URLs' queries (network errors of the SDK carry the
 * whole request) and without file contents (the credential chain quotes a malformed config.json).
 */
export function redact(text: string): string {
  const silent = [...concealed.values()].reduce((shown, secret) => shown.replace(secret, '…'), text);
  // Whatever was open where it is cut is closed, so that it goes as a whole.
  const line = (silent.length > READ ? `${silent.slice(0, READ)}}` : silent)
    // What the API says it signed quotes the whole request, the token included.
    .replace(/(string[ -]?to[ -]?sign|canonical[ -]?request)[\s\S]*/i, '$1 …')
    .replace(/(parse aliyun cli config from '[^']*' failed)[\s\S]*/i, '$1 (not valid JSON)')
    .replace(/\?[^\s'"?=]*=[^\s'"]*/g, '?…')
    .replace(/\{[\s\S]*\}/g, '{…}')
    .replace(/\bLTAI[A-Za-z0-9]{8,}/g, 'LTAI…')
    .replace(/\bSTS\.[A-Za-z0-9+/=]{8,}/g, 'STS.…')
    .replace(
      /((?:secret|token|password|signature|access_?key(?:_?id)?)["']?\s*(?:[=:]|%(?:25)*3[da])\s*["']?)[^\s"',;&]+/gi,
      '$1…',
    )
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ')
    .trim();
  return line.length > MAX ? `${line.slice(0, MAX)}…` : line;
}
